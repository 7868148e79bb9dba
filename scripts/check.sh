#!/bin/sh
# Checks a change while you work on it: the format of the changed files, the layers, and the unit tests of the changed rooms.
#
# A change is what differs from the last commit, or else the last commit itself. The suites that run a shell script or a program for
# each case are left out, because they take minutes; `make test` runs everything.
set -eu
cd "$(dirname "$0")/.."

changed=$( (git diff --name-only HEAD && git ls-files --others --exclude-standard) | sort -u)
[ -n "$changed" ] || changed=$(git diff --name-only HEAD~1 HEAD)

sources=$(for file in $changed; do case $file in *.swift) [ ! -e "$file" ] || echo "$file" ;; esac; done)
# shellcheck disable=SC2086
[ -z "$sources" ] || swift format lint --strict --parallel $sources
./scripts/layers.sh

suites=$(echo "$changed" |
  sed -n -e 's|^Sources/apim-dns/.*|CommandLineTests|p' -e 's|^Sources/azure-emulator/.*|AzureEmulatorTests|p' \
    -e 's|^Sources/\([A-Z][^/]*\)/.*|\1Tests|p' -e 's|^Tests/\([^/]*Tests\)/.*|\1|p' |
  sort -u | while read -r suite; do
  if [ -d "Tests/$suite" ] && [ "$suite" != IntegrationTests ]; then echo "$suite"; fi
done)
if [ -z "$suites" ]; then
  echo "check: no room changed that has unit tests"
  exit 0
fi
swift build --build-tests
# shellcheck disable=SC2086
swift test --skip-build --filter "^($(echo $suites | tr ' ' '|'))\\." --skip 'HostsScript|RemoteHosts|HostsUnfinished'
