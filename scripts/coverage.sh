#!/bin/sh
# How much of each target's lines the tests run, as a table; usage: coverage.sh [FILTER], the tests whose names fit.
#
# Programs that the tests start count too: every process writes a profile of its own, and all are added up.
set -eu
cd "$(dirname "$0")/.."
scratch=.build/coverage
profiles=$PWD/$scratch/profiles
rm -rf "$profiles"
mkdir -p "$profiles"
swift build --build-tests --enable-code-coverage --scratch-path "$scratch"
# A limit of file sizes would hold for the profiles too. Without --enable-code-coverage, so that profiles go where we want, and none of a program that was killed is a failure.
LLVM_PROFILE_FILE=$profiles/%p-%m.profraw \
  swift test --skip-build --scratch-path "$scratch" --skip aLimitOfFileSizes ${1:+--filter "$1"} >"$scratch/tests.log" 2>&1 || {
  tail -n 40 "$scratch/tests.log" >&2
  exit 1
}
tools=$(dirname "$(readlink -f "$(command -v swift)")")
built=$(swift build --scratch-path "$scratch" --show-bin-path)
find "$profiles" -name '*.profraw' -size +0 >"$scratch/profiles.list"
"$tools/llvm-profdata" merge --failure-mode=warn -sparse -f "$scratch/profiles.list" -o "$scratch/all.profdata"
"$tools/llvm-cov" export -summary-only -instr-profile "$scratch/all.profdata" "$built"/*.xctest \
  -object "$built/apim-dns" -object "$built/azure-emulator" >"$scratch/coverage.json"
python3 - "$scratch/coverage.json" <<'PYTHON'
import collections, json, sys

lines = collections.defaultdict(lambda: [0, 0])
missed = collections.defaultdict(list)
for file in json.load(open(sys.argv[1]))["data"][0]["files"]:
    if "/Sources/" not in file["filename"]:
        continue
    target, _, name = file["filename"].split("/Sources/")[1].partition("/")
    count, covered = (file["summary"]["lines"][key] for key in ("count", "covered"))
    lines[target][0] += count
    lines[target][1] += covered
    missed[target].append((count - covered, name.rpartition("/")[2]))
print("| target | lines covered | most is missed in |\n|---|---|---|")
for target, (count, covered) in sorted(lines.items()):
    worst = ", ".join(f"{name} ({number})" for number, name in sorted(missed[target], reverse=True)[:3] if number > 2)
    print(f"| {target} | {100 * covered / max(count, 1):.1f} % of {count} | {worst} |")
count, covered = (sum(value[index] for value in lines.values()) for index in (0, 1))
print(f"| all | {100 * covered / count:.1f} % of {count} | |")
PYTHON
