#!/bin/sh
# Says on what and beside what `make bench` measures: the machine, and the versions of the other programs.
set -eu
cd "$(dirname "$0")/.."

# The first number with a dot in it that a program says of itself, or that it is missing.
version() {
  name=$1
  shift
  if command -v "$1" >/dev/null; then
    echo "$name $("$@" 2>&1 </dev/null | grep -Eom1 '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1)"
  else
    echo "$name is missing"
  fi
}
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
system=$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null)
memory=$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo 2>/dev/null || true)
echo "machine: $(getconf _NPROCESSORS_ONLN) × ${processor:-$(uname -m)}, $memory, ${system:-$(uname -s)}, kernel $(uname -r), file system $(stat -f -c %T . 2>/dev/null)"
echo "built with: $(version Swift swift --version)"
echo "beside: $(version kzonecheck kzonecheck --version), $(version 'NSD' nsd -v), $(version Python python3 --version), $(
  cat .build/peers/files/packages .build/peers/octodns/packages 2>/dev/null | tr '\n' ' ' | sed 's/==/ /g'
)"
echo "commit: $(git rev-parse --short HEAD 2>/dev/null), $(date -u +%F)"
