#!/bin/sh
# Compiles the Swift examples of the guides as a program of somebody else sees them: outside this package.
# The tests cannot show that, since they see what is `package`. It takes the modules that `swift build` made.
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
examples() {
  awk '
    /^    / { code = code substr($0, 5) "\n"; next }
    /^$/ && code != "" { code = code "\n"; next }
    { flush() }
    END { flush() }
    function flush() {
      if (code ~ /(^|\n)(import PrivateDNS|let [a-z]+ = |guard let )/) printf "do {\n%s}\n", code
      code = ""
    }
  ' "$1"
}
build=$(swift build --show-bin-path)
for page in README.md docs/getting-started.md; do
  {
    echo 'import Foundation'
    echo 'import PrivateDNS'
    echo 'func example(file: String, hosts: String) async throws {'
    examples "$page" | grep -v '^import '
    echo '}'
  } >"$work/example.swift"
  grep -q 'apply(overriding:' "$work/example.swift" || { echo "outside: $page has no example" >&2; exit 1; }
  set --
  for room in CFileCalls CProcessCalls CLibcurl; do set -- "$@" -Xcc "-fmodule-map-file=$build/$room.build/module.modulemap"; done
  swiftc -typecheck -swift-version 6 -I "$build/Modules" "$@" "$work/example.swift"
  echo "outside: the examples of $page compile"
done
