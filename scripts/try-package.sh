#!/bin/sh
# Tries the Debian package in a fresh Debian 12 without Swift: installs it, does the main job on the three backends, removes
# it, and looks whether anything is left. Needs root and debootstrap.
#
# usage: try-package.sh PACKAGE.deb
set -eu
package=${1:?usage: try-package.sh PACKAGE.deb}
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || {
  echo "try-package: only root can make a Debian of its own" >&2
  exit 1
}
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null

debian=$(mktemp -d)
emulator=
finish() {
  if [ -n "$emulator" ]; then kill "$emulator" 2>/dev/null || true; fi
  umount "$debian/proc" 2>/dev/null || true
  rm -rf "$debian"
}
trap finish EXIT
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }')
debootstrap --variant=minbase --include=libcurl4,ca-certificates bookworm "$debian" "$mirror" >"$debian.log" 2>&1 || {
  tail -5 "$debian.log" >&2
  exit 1
}
rm -f "$debian.log"
mount -t proc proc "$debian/proc"
inside() { chroot "$debian" env -i PATH=/usr/bin:/usr/sbin:/bin:/sbin HOME=/root "$@"; }

inside sh -c 'find / -xdev -path /proc -prune -o -path /var/lib/dpkg -prune -o -print | sort' >"$debian/tmp/before"
cp "$package" "$debian/tmp/apim-dns.deb"
inside dpkg -i /tmp/apim-dns.deb >/dev/null
inside apim-dns --version

port_file=$debian/tmp/port
inside azure-emulator --port 0 --retry-after 0 >"$port_file" 2>/dev/null &
emulator=$!
while [ ! -s "$port_file" ]; do sleep 0.05; done
address=http://127.0.0.1:$(head -n 1 "$port_file")

cp zones/contoso.json5 "$debian/tmp/contoso.json5"
printf '127.0.0.1\tlocalhost\n' >"$debian/tmp/hosts"
cp "$debian/tmp/hosts" "$debian/tmp/hosts.before"
run() {
  inside env AZURE_AUTHORITY_HOST="$address" AZURE_TENANT_ID=t AZURE_CLIENT_ID=c AZURE_CLIENT_SECRET=s \
    apim-dns "$@" --inventory /tmp/contoso.json5 --directory /tmp/zones --file /tmp/hosts --no-backup --endpoint "$address"
}
run apply zones hosts azure
run plan zones hosts azure --detailed-exitcode
run remove zones hosts azure
cmp "$debian/tmp/hosts" "$debian/tmp/hosts.before"
[ -z "$(ls "$debian/tmp/zones")" ]

inside dpkg --purge apim-dns >/dev/null
before=$(mktemp)
mv "$debian/tmp/before" "$before"
rm -rf "$debian"/tmp/*
inside sh -c 'find / -xdev -path /proc -prune -o -path /var/lib/dpkg -prune -o -print | sort' >"$before.after"
left=$(comm -13 "$before" "$before.after" | grep -vE '^/(var/log|var/cache|tmp)(/|$)' || true)
rm -f "$before" "$before.after"
if [ -n "$left" ]; then
  echo "try-package: left behind: $left" >&2
  exit 1
fi
echo "try-package: installed, applied, removed, purged; nothing is left"
