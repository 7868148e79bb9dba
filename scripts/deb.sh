#!/bin/sh
# Makes the Debian packages apim-dns and apim-dns-emulator of an installed tree: deb.sh TREE OUT VERSION TIME
#
# TREE is what `make install DESTDIR=TREE PREFIX=/usr` made; the emulator is moved out of it. TIME is the time of all files, in
# seconds since 1970, so that the same input gives the same bytes.
set -eu
tree=${1:?usage: deb.sh TREE OUT VERSION TIME} out=$2 version=$3 time=$4
cd "$(dirname "$0")/.."
machine=$(dpkg --print-architecture)
maintainer='The apim-dns authors <authors@apim-dns.example>'

# What Debian asks of each package: a changelog, a copyright file, and checksums.
document() {
  doc=$1/usr/share/doc/$2
  mkdir -p "$doc"
  {
    echo "$2 ($version) unstable; urgency=medium"
    echo
    echo '  * The changes are in CHANGELOG.md in the documentation of apim-dns.'
    echo
    echo " -- $maintainer  $(LC_ALL=C date -u -R -d "@$time")"
  } | gzip -9n >"$doc/changelog.gz"
  install -m 644 scripts/debian/copyright "$doc/copyright"
}

# Builds a package from a tree with DEBIAN/control.
build() {
  (cd "$1" && find usr -type f | LC_ALL=C sort | xargs -d '\n' md5sum >DEBIAN/md5sums)
  find "$1" -exec touch -h -d "@$time" {} +
  file=$out/$2_${version}_$machine.deb
  SOURCE_DATE_EPOCH=$time dpkg-deb --root-owner-group --build "$1" "$file" >/dev/null
  echo "dist: $file"
}

control() {
  cat <<END
Package: $2
Version: $version
Section: net
Priority: optional
Architecture: $machine
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$1/usr" | cut -f 1)
END
}

# Debian 13 has libcurl under another name.
depends='Depends: libc6 (>= 2.34), libgcc-s1 (>= 4.0), libstdc++6 (>= 11)'

emulator=$tree-emulator
mkdir -p "$emulator/DEBIAN" "$emulator/usr/bin" "$emulator/usr/share/man/man1"
mv "$tree/usr/bin/azure-emulator" "$emulator/usr/bin"
document "$emulator" apim-dns-emulator
mv "$tree/usr/share/man/man1/azure-emulator.1" "$emulator/usr/share/man/man1"
gzip -9n "$emulator/usr/share/man/man1/azure-emulator.1"
{
  control "$emulator" apim-dns-emulator
  cat <<END
$depends
Recommends: apim-dns
Breaks: apim-dns (<< $version)
Replaces: apim-dns (<< $version)
Description: emulator of Azure Private DNS for tests of apim-dns
 Answers the requests to Azure Resource Manager that apim-dns sends for private
 DNS zones, on this machine and without Azure, so that inventories and pipelines
 can be tried.
END
} >"$emulator/DEBIAN/control"

mkdir -p "$tree/DEBIAN" "$tree/etc/apim-dns"
install -m 755 scripts/debian/postinst scripts/debian/prerm scripts/debian/postrm "$tree/DEBIAN"
# The copyright file names the licence, which Debian has in one place.
rm "$tree/usr/share/doc/apim-dns/LICENSE"
gzip -9n "$tree/usr/share/man/man1/apim-dns.1"
document "$tree" apim-dns
{
  control "$tree" apim-dns
  cat <<END
$depends
Recommends: ca-certificates, libcurl4t64 | libcurl4
Suggests: apim-dns-emulator, bind9, openssh-client, openssl, prometheus-node-exporter
Description: private DNS records of Azure API Management
 Derives the default hostnames of Azure API Management instances in virtual
 networks, and keeps the A records that point them at their private virtual IPs
 true in BIND zone files, in hosts files and in Azure Private DNS.
END
} >"$tree/DEBIAN/control"

build "$tree" apim-dns
build "$emulator" apim-dns-emulator
