#!/bin/sh
# Checks that every room of the house looks only into the rooms that it may, by the imports in its files.
set -eu
cd "$(dirname "$0")/.."

# Each room, and what it may import: our own rooms first, then modules of the toolchain and the system.
c_library="Glibc Musl Darwin"
foundation="FoundationEssentials Foundation"
allowed="
Diagnostics
DNSModel
APIManagement DNSModel
Reconciliation DNSModel FileReplacement ConcurrentWork
Inventory Diagnostics DNSModel APIManagement Reconciliation HostsBackend ZoneFileBackend ResourceManager
FileReplacement CFileCalls $c_library
ProgramExecution CProcessCalls ConcurrentWork Synchronization $c_library
HostsBackend Diagnostics DNSModel Reconciliation FileReplacement ProgramExecution ConcurrentWork
ZoneFileBackend Diagnostics DNSModel Reconciliation FileReplacement ProgramExecution ConcurrentWork $c_library
DNSClient DNSModel $c_library
ConcurrentWork Synchronization $c_library
ResourceManager Diagnostics APIManagement Reconciliation FileReplacement ProgramExecution ConcurrentWork Synchronization $foundation
EndpointProbe DNSModel APIManagement $foundation
HTTPTransport ResourceManager EndpointProbe ConcurrentWork CLibcurl Synchronization $c_library
AzureBackend DNSModel APIManagement Reconciliation ResourceManager ConcurrentWork
InstanceDiscovery Diagnostics DNSModel APIManagement Reconciliation ResourceManager
PrivateDNS Diagnostics DNSModel APIManagement Reconciliation Inventory HostsBackend ZoneFileBackend DNSClient AzureBackend InstanceDiscovery ResourceManager HTTPTransport
apim-dns CBuildInfo Diagnostics DNSModel APIManagement Reconciliation Inventory FileReplacement HostsBackend ZoneFileBackend DNSClient AzureBackend InstanceDiscovery ResourceManager EndpointProbe HTTPTransport ConcurrentWork ProgramExecution CSafeStart Synchronization $foundation $c_library
azure-emulator DNSModel ConcurrentWork ProgramExecution CSafeStart Synchronization $foundation $c_library
"

failed=0
for room in Sources/*/; do
  room=$(basename "$room")
  case $room in CLibcurl | CFileCalls | CProcessCalls | CSafeStart | CBuildInfo) continue ;; esac
  if ! may=$(echo "$allowed" | grep -E "^$room( |\$)"); then
    echo "layers: Sources/$room is no room of the house; name it in scripts/layers.sh with what it may import" >&2
    failed=1
    continue
  fi
  imports=$(grep -rhoE '^ *(@[a-z_]+ )?(public |package |internal |private )?import [A-Za-z_.]+' "Sources/$room" |
    sed -E 's/.*import ([A-Za-z_]+).*/\1/' | sort -u)
  for import in $imports; do
    case " ${may#"$room"} " in
    *" $import "*) ;;
    *)
      echo "layers: $room must not import $import" >&2
      failed=1
      ;;
    esac
  done
done
if grep -rnE 'import FoundationNetworking' Sources Tests >&2; then
  echo "layers: FoundationNetworking appears nowhere; HTTP goes through HTTPTransport" >&2
  failed=1
fi
[ "$failed" = 0 ] && echo "layers: every import is allowed"
exit "$failed"
