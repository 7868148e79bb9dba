#!/bin/sh
# Installs the programs that `make run` or `make test` needs and this machine lacks.
#
# usage: prerequisites.sh run|test
# As root on a machine with apt, missing packages are installed and no service is started. Otherwise one line names what
# is missing, and the tests that need it are skipped; with CI=true that is a failure.
set -eu

# What is needed, as "thing package": a thing with a slash is a file name pattern, one with a colon a module of Python, any
# other a program.
run_needs="/libcurl.so.4 libcurl4"
test_needs="$run_needs
named bind9
named-checkzone bind9-utils
dig bind9-dnsutils
kzonecheck knot-dnssecutils
knotd knot
nsd nsd
nsd-checkzone nsd
ldns-read-zone ldnsutils
unbound unbound
pdns_server pdns-backend-bind
strace strace
musl-gcc musl-tools
unshare util-linux
ip iproute2
ssh openssh-client
sshd openssh-server
sudo sudo
systemd-analyze systemd
systemd-nspawn systemd-container
promtool prometheus
dash dash
busybox busybox
mksh mksh
ksh93 ksh93u+m
toybox toybox
dnsmasq dnsmasq-base
shellcheck shellcheck
lintian lintian
patch patch
diff diffutils
setfattr attr
setfacl acl
chattr e2fsprogs
script bsdutils
zsh zsh
fish fish
mandoc mandoc
man man-db
curl curl
openssl openssl
python3 python3-venv
python3:jsonschema python3-jsonschema
chromium chromium
cmark-gfm cmark-gfm
python3:yaml python3-yaml
nghttpx nghttp2-proxy
nginx nginx-light
nft nftables
ss iproute2"

case "${1:-}" in
run) needs=$run_needs ;;
test) needs=$test_needs ;;
*)
  echo "usage: prerequisites.sh run|test" >&2
  exit 64
  ;;
esac

PATH=$PATH:/usr/sbin:/sbin

has() {
  case $1 in
  /*) ldconfig -p 2>/dev/null | grep -q "$1" || [ -e "/usr/lib/$(basename "$1" .so.4).4.dylib" ] ;;
  python3:*) python3 -c "import ${1#*:}" 2>/dev/null ;;
  *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

missing=$(echo "$needs" | while read -r thing package; do has "$thing" || echo "$package"; done | sort -u | xargs)
if [ -z "$missing" ]; then
  echo "prerequisites: everything that 'make $1' needs is there"
  exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "prerequisites: installing $missing"
  # Debian asks this program whether a package may start its service.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    echo "prerequisites: installed $missing"
    exit 0
  fi
fi

echo "prerequisites: missing packages: $missing; install them as root: apt-get install $missing" >&2
if [ "${CI:-}" = true ]; then exit 1; fi
echo "prerequisites: what needs them is skipped" >&2
