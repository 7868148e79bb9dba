#!/bin/sh
# Puts the Python programs that `make bench` measures beside ours into a virtual environment below .build.
set -eu
cd "$(dirname "$0")/.."

packages="python-hosts==1.1.3 octodns==1.22.0 octodns-bind==1.1.0 octodns-etchosts==1.1.0"
place=.build/peers
if [ -e "$place/installed" ] && [ "$(cat "$place/installed")" = "$packages" ]; then
  exit 0
fi
if ! command -v python3 >/dev/null 2>&1; then
  echo "peers: python3 is missing, so its programs are not measured" >&2
  exit 0
fi
echo "peers: installing $packages"
python3 -m venv "$place"
# shellcheck disable=SC2086
"$place/bin/pip" install --quiet --disable-pip-version-check $packages
echo "$packages" >"$place/installed"
