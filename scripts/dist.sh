#!/bin/sh
# Makes a tarball and, where dpkg-deb is there, a Debian package of what `make install` installs: dist.sh FOLDER
set -eu
out=${1:?usage: dist.sh FOLDER}
cd "$(dirname "$0")/.."

version=$(.build/release/apim-dns --version | cut -d ' ' -f 2)
machine=$(uname -m)
name=apim-dns-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$machine
mkdir -p "$out"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# The same input gives the same bytes: every file gets the time of the commit.
time=$(git log -1 --format=%ct 2>/dev/null || echo 0)

make -s install DESTDIR="$root/$name" PREFIX=
find "$root/$name" -exec touch -h -d "@$time" {} +
tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -n >"$out/$name.tar.gz"
echo "dist: $out/$name.tar.gz"

command -v dpkg-deb >/dev/null || {
  echo "dist: no dpkg-deb, so no Debian package" >&2
  exit 0
}
tree=$root/deb
make -s install DESTDIR="$tree" PREFIX=/usr ZSHDIR=/usr/share/zsh/vendor-completions
mkdir -p "$tree/DEBIAN" "$tree/etc/apim-dns"
install -m 755 scripts/debian/* "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<EOF
Package: apim-dns
Version: $version
Section: net
Priority: optional
Architecture: $(dpkg --print-architecture)
Depends: libc6 (>= 2.34), libgcc-s1, libstdc++6
Recommends: libcurl4
Suggests: bind9, prometheus-node-exporter
Maintainer: The apim-dns authors <apim-dns@localhost>
Installed-Size: $(du -sk "$tree/usr" | cut -f 1)
Description: private DNS records of Azure API Management
 Derives the default hostnames of Azure API Management instances in virtual
 networks, and keeps the A records that point them at their private virtual IPs
 true in BIND zone files, in hosts files and in Azure Private DNS.
EOF
find "$tree" -exec touch -h -d "@$time" {} +
SOURCE_DATE_EPOCH=$time dpkg-deb --root-owner-group --build "$tree" "$out/apim-dns_${version}_$(dpkg --print-architecture).deb" >/dev/null
echo "dist: $out/apim-dns_${version}_$(dpkg --print-architecture).deb"
