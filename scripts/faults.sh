#!/bin/sh
# Everything that is tried against running programs, and how often, as a table; usage: faults.sh [WORD...], which stand in the
# names of the tests. Each test looks at all files afterwards, and at what the next run makes of them: where something is lost,
# it fails, and there is no table.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- Fault Killed Mount Trouble Wherever FullDisk BrokenRewrite Unchangeable
tally=$PWD/.build/faults.tally
swift build --build-tests
: >"$tally"
APIM_DNS_FAULT_TALLY=$tally APIM_DNS_FAULT_SEEDS=${APIM_DNS_FAULT_SEEDS:-20} APIM_DNS_SOAK_STEPS=${APIM_DNS_SOAK_STEPS:-500} \
  swift test --skip-build --filter "(?i)($(echo "$*" | tr ' ' '|'))"
echo "| what | what was done to it | times | lost |"
echo "|---|---|---|---|"
awk -F '\t' '{ times[$1 " | " $2] += $3 } END { for (what in times) print "| " what " | " times[what] " | nothing |" }' "$tally" |
  LC_ALL=C sort
awk -F '\t' '{ times += $3 } END { print "| all | | " times " | nothing |" }' "$tally"
