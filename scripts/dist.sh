#!/bin/sh
# Makes a tarball and, where dpkg-deb is there, Debian packages of what `make install` installs: dist.sh FOLDER
set -eu
out=${1:?usage: dist.sh FOLDER}
cd "$(dirname "$0")/.."

version=$(.build/release/apim-dns --version | cut -d ' ' -f 2)
machine=$(uname -m)
name=apim-dns-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$machine
mkdir -p "$out"
rm -f "$out"/apim-dns*
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# The same input gives the same bytes: every file gets the time of the commit.
time=$(git log -1 --format=%ct 2>/dev/null || echo 0)

make -s install DESTDIR="$root/$name" PREFIX=
find "$root/$name" -exec touch -h -d "@$time" {} +
tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -n >"$out/$name.tar.gz"
echo "dist: $out/$name.tar.gz"

command -v dpkg-deb >/dev/null || {
  echo "dist: no dpkg-deb, so no Debian packages" >&2
  exit 0
}
make -s install DESTDIR="$root/deb" PREFIX=/usr ZSHDIR=/usr/share/zsh/vendor-completions
./scripts/deb.sh "$root/deb" "$out" "$version" "$time"
