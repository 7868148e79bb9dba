#!/bin/sh
# Checks that programs for Linux start nothing and load nothing from a folder that goes by where they are started or lie:
# self-contained.sh PROGRAM...
set -eu
[ "$(uname -s)" = Linux ] || exit 0
failed=0
complain() {
  echo "self-contained: $*" >&2
  failed=1
}
for program; do
  libraries=$(readelf -d "$program")
  if echo "$libraries" | grep -E '\((RPATH|RUNPATH)\)' >&2; then
    complain "$program looks for libraries in that path; build it with --disable-local-rpath"
  fi
  if grep -q swift-backtrace "$program"; then
    complain "$program has the Swift runtime's crash reports in it, which run a program of the working folder; see" \
      "Sources/CSafeStart for how they are kept out, and what in this runtime is different"
  fi
done
exit "$failed"
