#!/bin/sh
# Makes the documentation of the library and the guides in docs/ into a site, and fails on a warning.
#
# usage: docs.sh FOLDER
# The libraries must have been built (swift build). Links between the pages are ordinary Markdown links in docs/, so that
# they work in a repository's browser too; DocC gets them in its own form.
set -eu

[ $# = 1 ] || { echo "usage: docs.sh FOLDER" >&2; exit 64; }
site=$1
cd "$(dirname "$0")/.."
built=$(swift build --show-bin-path)
stage=.build/docs
rm -rf "$stage" "$site"
mkdir -p "$stage/PrivateDNS.docc" "$stage/symbols"

# What `import PrivateDNS` brings is documented as one module, because that is how it is used.
modules=$(sed -n 's/^@_exported public import //p' Sources/PrivateDNS/PrivateDNS.swift | paste -sd , -)
maps=$(for map in "$built"/*.build/module.modulemap; do echo "-Xcc -fmodule-map-file=$map"; done)
target=$(swift -print-target-info | sed -n 's/.*"triple": "\([^"]*\)".*/\1/p' | head -n 1)
# shellcheck disable=SC2086
swift symbolgraph-extract -module-name PrivateDNS -experimental-allowed-reexported-modules="$modules" \
  -I "$built/Modules" $maps -target "$target" -output-dir "$stage/symbols" \
  -minimum-access-level public -skip-inherited-docs -skip-synthesized-members

for page in docs/*.md; do
  # shellcheck disable=SC2016
  sed -e 's/\[[^]]*\](\([a-z-]*\)\.md)/<doc:\1>/g' -e 's/\[\([^]]*\)\](\.\.[^)]*)/`\1`/g' "$page" \
    >"$stage/PrivateDNS.docc/$(basename "$page")"
done
docc convert "$stage/PrivateDNS.docc" --additional-symbol-graph-dir "$stage/symbols" --output-dir "$site" \
  --warnings-as-errors --fallback-display-name PrivateDNS --fallback-bundle-identifier PrivateDNS
echo "docs: $site/documentation/privatedns"
