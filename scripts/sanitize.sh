#!/bin/sh
# The whole test suite under sanitizers of the compiler; usage: sanitize.sh [address|thread|undefined]..., by default all three.
#
# The programs that tests start are built with the sanitizer as well, so what one of them does wrong fails its test. The tests
# that do hardly anything else are not themselves: ThreadSanitizer does not bear so many processes started at once. Left out are
# those of the systemd unit and of a limit of file sizes, since such limits forbid what sanitizers need. Leaks are looked for where
# no test uses strace, which takes the place of a debugger that the search needs itself.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- address thread undefined
folder=$PWD/.build/sanitize
mkdir -p "$folder"

# What Foundation and XCTest of Swift 6.3 leak themselves.
printf 'leak:%s\n' CFBundleGetAllBundles readBytesFromFile Foundation7ProcessC XCTest >"$folder/leaks"
export LSAN_OPTIONS="suppressions=$folder/leaks:print_suppressions=0"
export TSAN_OPTIONS=halt_on_error=1

# Swift with the options of the sanitizer. Swift has none for undefined behaviour on Linux: it checks bounds, overflow and access
# itself, always. The parts in C are compiled so that they trap.
swiftWith() {
  command=$1
  shift
  case $sanitizer in
  address) set -- --sanitize=address "$@" ;;
  thread)
    object=$folder/mutex-$(cksum <scripts/sanitize-mutex.c | cut -d ' ' -f 1).o
    clang -c -O1 -fPIC -Wall -Wextra -Werror scripts/sanitize-mutex.c -o "$object"
    set -- --sanitize=thread -Xlinker "$object" "$@"
    ;;
  undefined) set -- -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined "$@" ;;
  esac
  swift "$command" --scratch-path "$folder/$sanitizer" "$@"
}

# Runs some of the tests: what they are, then the command and its options.
run() {
  log=$folder/$sanitizer-$1.log
  part=$1
  shift
  if "$@" >"$log" 2>&1; then
    count=$(sed -n 's/.*Test run with \([0-9]*\) test.*/\1/p' "$log" | tail -n 1)
    echo "sanitize: $sanitizer: $count $part tests, nothing found"
  else
    grep -E '✘|ERROR: |WARNING: ThreadSanitizer|runtime error|SUMMARY' "$log" >&2 || tail -n 40 "$log" >&2
    echo "sanitize: $sanitizer: something was found, see $log" >&2
    status=1
  fi
}

swift build --build-tests
status=0
for sanitizer in "$@"; do
  swiftWith build --build-tests >"$folder/$sanitizer-build.log" 2>&1 || {
    tail -n 40 "$folder/$sanitizer-build.log" >&2
    exit 1
  }
  run unit swiftWith test --skip-build --skip 'IntegrationTests|FaultTests|aLimitOfFileSizes'
  export ASAN_OPTIONS=detect_leaks=0 APIM_DNS_PROGRAMS="$folder/$sanitizer/debug"
  run integration swift test --skip-build --filter IntegrationTests --skip 'FaultTests|ServiceTests'
  run fault swift test --skip-build --filter FaultTests
  unset ASAN_OPTIONS APIM_DNS_PROGRAMS
done
exit "$status"
