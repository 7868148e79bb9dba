#!/bin/sh
# Runs the suite that every backend passes in a real subscription of Azure, signed in as `apim-dns` itself would be.
#
# usage: test-live.sh
# AZURE_SUBSCRIPTION_ID and APIM_DNS_TEST_RESOURCE_GROUP name where. Optional: APIM_DNS_TEST_VIRTUAL_NETWORK, the path of a
# network that the zones are linked to; APIM_DNS_TEST_DOMAIN; APIM_DNS_TEST_CLOUD; APIM_DNS_TEST_ENDPOINT, another Resource
# Manager. Zones below a domain with random letters in it are made, and removed at the end.
set -eu
cd "$(dirname "$0")/.."

missing=
for name in AZURE_SUBSCRIPTION_ID APIM_DNS_TEST_RESOURCE_GROUP; do
  eval "[ -n \"\${$name:-}\" ]" || missing="$missing $name"
done
if [ -n "$missing" ]; then
  echo "test-live: not set:$missing; they name the subscription and resource group in which zones are made and removed" >&2
  exit 64
fi
APIM_DNS_TEST_LIVE=1 swift test --filter LiveConformanceTests
