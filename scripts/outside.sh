#!/bin/sh
# Compiles the Swift examples of the documentation as somebody else sees them: outside this package.
# The tests cannot show that, since they see what is `package`.
# The two files of README.md are built as they are printed, beside a folder of this package with another name, and run.
set -eu
cd "$(dirname "$0")/.."
root=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "outside: $*" >&2
  exit 1
}

# The blocks of code of a page: printed is the one whose first line is the second argument, or each between "do {" and "}".
examples() {
  awk -v first="${2:-}" '
    /^    / { code = code substr($0, 5) "\n"; next }
    /^$/ && code != "" { code = code "\n"; next }
    { flush() }
    END { flush() }
    function flush() {
      if (first != "") { if (index(code, first "\n") == 1) printf "%s", code }
      else if (code ~ /(^|\n)(import PrivateDNS|let [a-z]+ = |guard let )/) printf "do {\n%s}\n", code
      code = ""
    }
  ' "$1"
}

# The guide: all its blocks in one function. It takes the modules that `swift build` made.
build=$(swift build --show-bin-path)
page=docs/getting-started.md
{
  echo 'import Foundation'
  echo 'import PrivateDNS'
  echo 'func example(file: String, hosts: String) async throws {'
  examples "$page" | grep -v '^import '
  echo '}'
} >"$work/example.swift"
grep -q 'apply(overriding:' "$work/example.swift" || fail "$page has no example"
set --
for room in CFileCalls CProcessCalls CLibcurl; do set -- "$@" -Xcc "-fmodule-map-file=$build/$room.build/module.modulemap"; done
swiftc -typecheck -swift-version 6 -I "$build/Modules" "$@" "$work/example.swift"
echo "outside: the examples of $page compile"

# The README: a package in the folder "program", with this package in the folder "a clone".
mkdir -p "$work/a clone" "$work/program/Sources/records"
cp -Rp Package.swift Sources Tests Benchmarks "$work/a clone"
examples README.md '// swift-tools-version: 6.2' | sed 's|path: "../apim-dns"|path: "../a clone"|' >"$work/program/Package.swift"
examples README.md 'import Foundation' >"$work/program/Sources/records/main.swift"
grep -q 'path: "../a clone"' "$work/program/Package.swift" || fail "README.md has no Package.swift"
grep -q 'apply(overriding:' "$work/program/Sources/records/main.swift" || fail "README.md has no main.swift"
swift build --package-path "$work/program" --scratch-path "$root/.build/outside" --product records >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  fail "the program of README.md does not compile"
}
program=$(swift build --package-path "$work/program" --scratch-path "$root/.build/outside" --show-bin-path)/records

# Runs the program and compares its exit code.
run() {
  status=0
  "$program" "$2" "$3" >"$work/output" || status=$?
  [ "$status" = "$1" ] || fail "the program of README.md ends with $status instead of $1: $(cat "$work/output")"
}
echo '{ hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }] }' >"$work/right.json5"
echo '{ instances: [{ nam: "contoso-apim" }] }' >"$work/wrong.json5"
echo '10.9.9.9 contoso-apim.westus.azure-api.net' >"$work/taken"
cp "$work/taken" "$work/before"
: >"$work/hosts"
run 3 "$work/right.json5" "$work/taken"
cmp "$work/taken" "$work/before" || fail "the program of README.md wrote in spite of a conflict"
run 64 "$work/wrong.json5" "$work/hosts"
run 0 "$work/right.json5" "$work/hosts"
grep -q '10.1.0.5	contoso-apim.westus.azure-api.net' "$work/hosts" || fail "the program of README.md wrote nothing"
echo "outside: the program of README.md compiles, exits with 3 on a conflict, and applies"
