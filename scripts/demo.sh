#!/bin/sh
# The main job on zones/contoso.json5, as `make run` shows it: records, zone files, a hosts file, Azure Private DNS.
#
# The hosts file is a copy of this machine's; Azure is the emulator, on a free loopback port, and stopped at the end.
set -eu
cd "$(dirname "$0")/.."

programs=$(swift build --show-bin-path)
demo=.build/demo
mkdir -p "$demo"
[ -e "$demo/hosts" ] || cp /etc/hosts "$demo/hosts"

step() {
  echo
  echo "== $*"
}
apim_dns() { "$programs/apim-dns" "$@" --inventory zones/contoso.json5; }

port_file=$demo/emulator.port
rm -f "$port_file"
"$programs/azure-emulator" --port 0 --retry-after 0 --state "$demo/azure.json" >"$port_file" 2>"$demo/emulator.log" &
emulator=$!
trap 'kill "$emulator" 2>/dev/null || true; wait "$emulator" 2>/dev/null || true' EXIT
while [ ! -s "$port_file" ]; do
  kill -0 "$emulator" 2>/dev/null || {
    cat "$demo/emulator.log" >&2
    exit 1
  }
  sleep 0.05
done
address=http://127.0.0.1:$(head -n 1 "$port_file")

# The emulator takes any client but one whose secret is wrong; these are no real credentials.
export AZURE_AUTHORITY_HOST="$address" AZURE_TENANT_ID=demo AZURE_CLIENT_ID=demo AZURE_CLIENT_SECRET=demo

step "the A records of zones/contoso.json5"
apim_dns records

step "zone files for BIND: the plan, then the result"
apim_dns apply zones --yes

step "a copy of this machine's hosts file: the plan, then the result"
apim_dns apply hosts --yes

step "Azure Private DNS, on the emulator at $address: the plan, then the result"
apim_dns apply azure --yes --endpoint "$address"
