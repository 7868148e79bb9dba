#!/bin/sh
# Runs libFuzzer on the readers of what others wrote: fuzz.sh SECONDS [TARGET...]
#
# A target is a folder of Fuzzing/ with its Swift file, seeds and a dictionary. One without seeds, such as zones-named, is
# slow: it only replays some of what the target before its hyphen has learned. A finding stays in .build/fuzz/findings, is
# named, and gives exit 1. What a run learned stays in .build/fuzz/corpus for the next one.
set -eu
cd "$(dirname "$0")/.."
scratch=.build/fuzz
built=$scratch/release

# One target: runs it, and says in one line what came of it.
run() {
  seconds=$1 target=$2 log=$scratch/$2.log
  corpus=$scratch/corpus/$target
  dictionary=Fuzzing/$target/words.dict
  if [ -d "Fuzzing/$target/seeds" ]; then
    mkdir -p "$corpus"
    cp Fuzzing/"$target"/seeds/* "$corpus"
    set -- -max_total_time="$seconds" "$corpus"
  else
    command -v named-compilezone >/dev/null || {
      echo "fuzz: $target: there is no named-compilezone (package bind9-utils); nothing was run" >&2
      [ "${CI:-}" != true ]
      return
    }
    # About twenty a second are replayed, chosen at random.
    rm -rf "$corpus"
    mkdir -p "$corpus"
    find "$scratch/corpus/${target%-*}" -type f | shuf -n $((seconds * 20)) | xargs cp -t "$corpus"
    set -- -runs=0 "$corpus"
  fi
  [ ! -f "$dictionary" ] || set -- -dict="$dictionary" "$@"
  result=0
  # A pointer in an enum has bits of the case in it, so that the search for leaks takes what it leads to for lost.
  ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no "$scratch/targets/$target" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -detect_leaks=0 -print_final_stats=1 -artifact_prefix="$scratch/findings/$target-" "$@" >"$log" 2>&1 || result=$?
  if [ "$result" != 0 ]; then
    grep -aE 'Fatal error|ERROR|Test unit written|^(MS|artifact)' "$log" | sed "s/^/fuzz: $target: /" >&2
    # So that whoever only has this output can run it again: base64 -d >FILE, then .build/fuzz/targets/TARGET FILE.
    sed -n 's/.*Test unit written to //p' "$log" | while read -r finding; do
      echo "fuzz: $target: as base64: $(base64 -w 0 "$finding")" >&2
    done
    echo "fuzz: $target: A FINDING, or the target did not run; $log has all of it" >&2
    return 1
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  edges=$(sed -nE 's/^#.* cov: ([0-9]+) .*/\1/p' "$log" | tail -n 1)
  begun=$(sed -nE 's/^#.*INITED cov: ([0-9]+) .*/\1/p' "$log" | head -n 1)
  echo "fuzz: $target: $runs runs, $edges edges covered, ${begun:-$edges} of them by what was known before; no finding"
}

if [ "${1:-}" = --one ]; then
  run "$2" "$3"
  exit
fi

seconds=${1:?usage: fuzz.sh SECONDS [TARGET...]}
shift
if [ $# = 0 ]; then
  for folder in Fuzzing/*/; do set -- "$@" "$(basename "$folder")"; done
fi
for target in "$@"; do
  [ -f "Fuzzing/$target/Fuzz.swift" ] || {
    echo "fuzz: there is no Fuzzing/$target/Fuzz.swift" >&2
    exit 64
  }
done
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
if [ -z "$(find "$toolchain/lib/" -name 'libclang_rt.fuzzer-*')" ]; then
  echo "fuzz: the Swift toolchain in $toolchain has no libFuzzer; nothing was run" >&2
  [ "${CI:-}" != true ]
  exit
fi

# The rooms: optimised, with coverage for libFuzzer, an address sanitizer, and internal names for the targets to see.
for room in apim-dns azure-emulator; do
  swift build -c release --scratch-path "$scratch" --target "$room" \
    -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address
done
mkdir -p "$scratch/targets" "$scratch/findings"
for room in Sources/*/; do
  room=$(basename "$room" | tr - _)
  find "$built/$room.build" -name '*.o' 2>/dev/null || true
done >"$scratch/objects"
maps=$(find "$built"/C*.build -name module.modulemap | sed 's/^/-Xcc -fmodule-map-file=/')
for target in "$@"; do
  # shellcheck disable=SC2086 # the maps are several words
  swiftc -swift-version 6 -warnings-as-errors -parse-as-library -sanitize=fuzzer,address -use-ld=lld \
    -module-name Fuzzing -I "$built/Modules" $maps Fuzzing/*.swift "Fuzzing/$target/Fuzz.swift" @"$scratch/objects" \
    -o "$scratch/targets/$target"
done

# Every line of the inventory's fixtures is a seed.
mkdir -p "$scratch/corpus/inventory"
awk -v folder="$scratch/corpus/inventory" '
  /^in: / { hole = index($0, "%"); before = substr($0, 5, hole - 5); behind = substr($0, hole + 1) }
  /^(OK|KO) / {
    text = substr($0, 6)
    sub(/ +\/\/ .*$/, "", text)
    file = folder "/fixture-" (++count)
    print before text behind >file
    close(file)
  }' Tests/InventoryTests/Fixtures/*.txt

failed=0
slow=""
for target in "$@"; do
  [ -d "Fuzzing/$target/seeds" ] && echo "$target" || slow="$slow $target"
done >"$scratch/fast"
xargs -P "$(getconf _NPROCESSORS_ONLN)" -n 1 "$0" --one "$seconds" <"$scratch/fast" || failed=1
for target in $slow; do run "$seconds" "$target" || failed=1; done
exit $failed
