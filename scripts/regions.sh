#!/bin/sh
# Writes the table of Azure's regions into Sources/APIManagement/RegionTable.swift.
#
# usage: regions.sh FILE
# FILE has tab-separated columns with a header line: cloud (public, usgov, china), name, displayName, regionType (Physical
# or Logical). Other columns are not read. The public cloud's rows are the answer of Resource Manager to
# GET /subscriptions/{id}/locations; `az account list-locations` prints it too.
set -eu
[ $# = 1 ] && [ -r "$1" ] || {
  echo "usage: regions.sh FILE" >&2
  exit 64
}
target=$(dirname "$0")/../Sources/APIManagement/RegionTable.swift

awk -F '\t' '
  function rows(cloud, type,    row) {
    for (row = 1; row <= total; row++) {
      if (clouds[row] == cloud && types[row] == type) printf "    (\"%s\", \"%s\"),\n", names[row], labels[row]
    }
  }
  function table(name, cloud, type, headline) {
    printf "\n  /// %s\n  private static let %s: [Row] = [\n", headline, name
    rows(cloud, type)
    printf "  ]\n"
  }
  NR > 1 { total++; clouds[total] = $1; names[total] = $2; labels[total] = $3; types[total] = $4 }
  END {
    print "// Written by scripts/regions.sh: change the list that it reads, not this file."
    print ""
    print "/// The names of Azure'"'"'s regions and the names that people see."
    print "///"
    print "/// Source: the public cloud'"'"'s answer to"
    print "/// [GET /subscriptions/{id}/locations](https://learn.microsoft.com/rest/api/resources/subscriptions/list-locations), and"
    print "/// `AzureLocation` of the [Azure SDK for .NET](https://github.com/Azure/azure-sdk-for-net) for the other clouds."
    print "enum RegionTable {"
    print "  /// A region'"'"'s programmatic name and the one that people see."
    print "  typealias Row = (name: String, displayName: String)"
    print ""
    print "  /// The regions of a cloud in which an instance can run."
    print "  static func physical(in cloud: Cloud) -> [Row] {"
    print "    switch cloud {"
    print "    case .global: globalRegions"
    print "    case .usGovernment: governmentRegions"
    print "    case .china: chineseRegions"
    print "    }"
    print "  }"
    table("globalRegions", "public", "Physical", "The regions of the public cloud.")
    table("governmentRegions", "usgov", "Physical", "The regions of Azure Government.")
    table("chineseRegions", "china", "Physical", "The regions of Azure in China.")
    printf "\n  /// Names of the public cloud for groups of regions and for staging regions.\n  static let logical: [Row] = [\n"
    rows("public", "Logical")
    print "  ]"
    print "}"
  }' "$1" >"$target"
swift format --in-place "$target"
