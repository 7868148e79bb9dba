#!/bin/sh
# Puts what tests and benchmarks run beside our own programs into virtual environments of Python below .build/peers:
#   peers.sh files        octoDNS for zone files and hosts files, and python-hosts, which `make bench` measures beside us
#   peers.sh octodns      octodns-azure, which it measures too
#   peers.sh azure-sdk    Azure's own Python SDK and a validator of JSON schemas, which drive the emulator in the tests
#   peers.sh azure-cli    Azure CLI, which drives the emulator in the tests
# Prints the path of the environment's Python. What is there already is not fetched again.
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
files) packages="python-hosts==1.1.3 octodns==1.22.0 octodns-bind==1.1.0 octodns-etchosts==1.1.0" ;;
octodns) packages="octodns==1.21.0 octodns-azure==1.2.0" ;;
azure-sdk) packages="azure-mgmt-privatedns==2.0.0 jsonschema==4.26.0" ;;
azure-cli) packages="azure-cli==2.91.0" ;;
*)
  echo "usage: peers.sh files|octodns|azure-sdk|azure-cli" >&2
  exit 64
  ;;
esac
folder=".build/peers/$1"
if [ "$(cat "$folder/packages" 2>/dev/null || true)" != "$packages" ]; then
  rm -rf "$folder"
  python3 -m venv "$folder" >&2
  # shellcheck disable=SC2086 # the packages are words
  "$folder/bin/pip" install --quiet --disable-pip-version-check $packages >&2
  echo "$packages" >"$folder/packages"
fi
echo "$PWD/$folder/bin/python3"
