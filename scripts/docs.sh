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

# DocC makes an en dash of two hyphens in prose, and turns quotes: with backslashes, options and messages can be copied.
plain() {
  awk '
    /^    / || /^[-|: ]+$/ { print; next }
    {
      count = split($0, parts, "`")
      for (i = 1; i <= count; i += 2) {
        gsub(/--/, "\\-\\-", parts[i])
        gsub(/\047/, "\\\047", parts[i])
      }
      line = parts[1]
      for (i = 2; i <= count; i++) line = line "`" parts[i]
      print line
    }'
}
# Links between the pages are ordinary Markdown links in docs/; DocC gets them in its own form.
pages() {
  # shellcheck disable=SC2016
  plain <"$1" | sed -e 's/\[[^]]*\](\([a-z-]*\)\.md)/<doc:\1>/g' -e 's/\[\([^]]*\)\](\.\.[^)]*)/`\1`/g'
}
for page in docs/[a-z]*.md; do pages "$page" >"$stage/PrivateDNS.docc/$(basename "$page")"; done

# The index of the guides is the root of the site, and the guides come before the types.
{
  # shellcheck disable=SC2016
  echo '# ``PrivateDNS``'
  pages docs/README.md | tail -n +2
  printf '\n## Topics\n\n### Guides\n\n'
  grep -o '([a-z-]*\.md)' docs/README.md | sed 's/(\(.*\)\.md)/- <doc:\1>/'
} >"$stage/PrivateDNS.docc/PrivateDNS.md"
docc convert "$stage/PrivateDNS.docc" --additional-symbol-graph-dir "$stage/symbols" --output-dir "$site" \
  --warnings-as-errors --fallback-display-name PrivateDNS --fallback-bundle-identifier PrivateDNS

# What a reader sees: every guide at the root, and no option with a dash.
root=$site/data/documentation/privatedns.json
for page in docs/[a-z]*.md; do
  name=$(basename "$page" .md)
  grep -o '"topicSections".*' "$root" | grep -q "documentation/PrivateDNS/$name\"" || {
    echo "docs: the root of the site does not show $page; add it to docs/README.md" >&2
    exit 1
  }
done
if grep -rlE '–[a-z]' "$site/data"; then
  echo "docs: these pages of the site have an option with a dash instead of two hyphens" >&2
  exit 1
fi
echo "docs: $site/documentation/privatedns"
