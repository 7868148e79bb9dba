#!/bin/sh
# Tries the Debian packages in a fresh Debian without Swift: installs them, does the main job on the three backends, boots the
# system and lets the service do it, upgrades, removes and purges the packages, and looks whether anything is left. Needs root.
#
# usage: try-package.sh bookworm|trixie FOLDER, where FOLDER has apim-dns_*.deb and apim-dns-emulator_*.deb
set -eu
suite=${1:?usage: try-package.sh SUITE FOLDER} folder=${2:?usage: try-package.sh SUITE FOLDER}
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || {
  echo "try-package: only root can make a Debian of its own" >&2
  exit 1
}
for need in debootstrap:debootstrap systemd-nspawn:systemd-container; do
  command -v "${need%:*}" >/dev/null || apt-get install -y -qq --no-install-recommends "${need#*:}" >/dev/null
done

work=$(mktemp -d)
debian=$work/debian
emulator=
finish() {
  if [ -n "$emulator" ]; then kill "$emulator" 2>/dev/null || true; fi
  umount "$debian/proc" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "try-package: $*" >&2
  exit 1
}

mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }')
# Debian 13 has libcurl under another name.
case $suite in bookworm) curl=libcurl4 ;; *) curl=libcurl4t64 ;; esac
debootstrap --variant=minbase --include=$curl,ca-certificates,systemd,bash-completion,zsh,fish,man-db "$suite" "$debian" "$mirror" >"$work/log" 2>&1 || {
  tail -5 "$work/log" >&2
  exit 1
}

# Runs a command in the system without booting it.
inside() { chroot "$debian" env -i PATH=/usr/bin:/usr/sbin:/bin:/sbin HOME=/root "$@"; }

# Boots the system with a loopback and no other network, and runs the script on stdin in it.
boot() {
  cat >"$debian/tmp-script"
  printf '%s\n' '[Unit]' 'DefaultDependencies=no' '[Service]' 'Type=oneshot' \
    "ExecStart=sh -c 'sh -eu /tmp-script >/tmp-output 2>&1; echo \$\$? >/tmp-status'" \
    'ExecStopPost=systemctl --force --force poweroff' >"$debian/etc/systemd/system/tmp-script.service"
  # In a mount namespace of its own, so that nothing of this machine is touched.
  unshare --mount sh -c 'mount -t tmpfs none /run && exec "$@"' sh \
    timeout --kill-after=10 240 systemd-nspawn --quiet --directory="$debian" --boot --register=no --keep-unit --private-network \
    --link-journal=no --resolv-conf=off --timezone=off --console=pipe systemd.unit=tmp-script.service \
    </dev/null >"$work/log" 2>&1 || fail "the system did not boot: $(cat "$work/log")"
  status=$(cat "$debian/tmp-status")
  cat "$debian/tmp-output"
  rm -f "$debian"/tmp-* "$debian/etc/systemd/system/tmp-script.service"
  [ "$status" = 0 ] || fail "the script in the booted system ended with $status"
}

# Every file of the system, but logs, caches and what dpkg keeps of its own state before.
listing() {
  inside find / -xdev \( -path /proc -o -path /run -o -path /tmp -o -path /var/log -o -path /var/cache -o -path '/var/lib/dpkg/*-old' \) \
    -prune -o -print | sort
}

# What a system makes for itself as soon as it runs is there before: above all systemd's folder for timers of any service.
echo systemctl start apt-daily.timer | boot
printf '127.0.0.1\tlocalhost\n' | tee "$debian/etc/hosts" >"$work/hosts"
listing >"$work/before"
mount -t proc proc "$debian/proc"
cp "$folder"/apim-dns_*.deb "$debian/root/apim-dns.deb"
cp "$folder"/apim-dns-emulator_*.deb "$debian/root/apim-dns-emulator.deb"
inside dpkg -i /root/apim-dns.deb /root/apim-dns-emulator.deb >/dev/null
inside apim-dns --version
inside azure-emulator --version
# The same package with a lower version, to upgrade from.
dpkg-deb -R "$debian/root/apim-dns.deb" "$work/older"
sed -i 's/^Version: .*/Version: 0.0.1/' "$work/older/DEBIAN/control"
dpkg-deb --root-owner-group --build "$work/older" "$debian/root/older.deb" >/dev/null

# The shells and man find what is theirs by themselves; what they keep in a home folder goes with /tmp.
inside bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader apim-dns; complete -p apim-dns' >/dev/null ||
  fail "bash finds no completions"
inside env HOME=/tmp zsh -fc 'autoload -U compinit; compinit -u -D; [ "${_comps[apim-dns]}" = _apim-dns ]' || fail "zsh finds no completions"
inside env HOME=/tmp fish -c 'complete -C "apim-dns pl"' | grep -q '^plan' || fail "fish finds no completions"
for page in apim-dns azure-emulator; do
  [ "$(inside man -w $page)" = "/usr/share/man/man1/$page.1.gz" ] || fail "man does not find the page $page"
done

port_file=$debian/tmp/port
chroot "$debian" azure-emulator --port 0 --retry-after 0 >"$port_file" 2>/dev/null &
emulator=$!
while [ ! -s "$port_file" ]; do sleep 0.05; done
address=http://127.0.0.1:$(head -n 1 "$port_file")
cp zones/contoso.json5 "$debian/tmp/contoso.json5"
cp "$work/hosts" "$debian/tmp/hosts"
run() {
  inside env AZURE_AUTHORITY_HOST="$address" AZURE_TENANT_ID=t AZURE_CLIENT_ID=c AZURE_CLIENT_SECRET=s \
    apim-dns "$@" --inventory /tmp/contoso.json5 --directory /tmp/zones --file /tmp/hosts --no-backup --endpoint "$address"
}
run apply zones hosts azure
run plan zones hosts azure --detailed-exitcode
run remove --yes zones hosts azure
cmp "$debian/tmp/hosts" "$work/hosts"
# The include file stays without zones until named.conf no longer names it.
[ "$(ls "$debian/tmp/zones")" = named.conf.apim-dns ]

# A crash starts nothing of the folder in which it happens, whatever the environment says.
mkdir "$debian/tmp/planted"
printf '#!/bin/sh\ntouch /tmp/planted/started\n' >"$debian/tmp/planted/swift-backtrace"
chmod 755 "$debian/tmp/planted/swift-backtrace"
status=0
inside env SWIFT_BACKTRACE=enable=yes,swift-backtrace=/tmp/planted/swift-backtrace sh -c 'cd /tmp/planted && exec "$@"' sh \
  apim-dns apply zones --inventory /tmp/contoso.json5 --directory /tmp/zones --check 'kill -SEGV $PPID' 2>/dev/null || status=$?
[ "$status" = 139 ] || fail "the program ended with $status instead of SIGSEGV"
[ ! -e "$debian/tmp/planted/started" ] || fail "a crash started a program of the working folder"

kill "$emulator"
wait "$emulator" || true
emulator=
umount "$debian/proc"
rm -rf "$debian"/tmp/*

inside dpkg --purge apim-dns-emulator >/dev/null
inside dpkg --purge apim-dns >/dev/null

# Switched on, upgraded, and removed without being switched off: what its owner wrote stays, everything else goes.
mkdir -p "$debian/etc/apim-dns"
cat >"$debian/etc/apim-dns/contoso.json5" <<END
{ hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }], backends: { hosts: {} } }
END
boot <<'END'
dpkg -i /root/older.deb
[ -z "$(systemctl list-units --all --plain --no-legend 'apim-dns@*')" ]
systemd-analyze verify --man=no apim-dns@contoso.service apim-dns@contoso.timer
systemctl enable --now apim-dns@contoso.timer
systemctl start apim-dns@contoso.service
grep contoso-apim /etc/hosts
apim-dns verify --inventory /etc/apim-dns/contoso.json5
systemctl is-active apim-dns@contoso.timer
dpkg -i /root/apim-dns.deb
[ "$(dpkg-query -W -f '${Version}' apim-dns)" != 0.0.1 ]
systemctl is-active apim-dns@contoso.timer
systemctl is-enabled apim-dns@contoso.timer
[ -e /etc/apim-dns/contoso.json5 ]
systemctl start apim-dns@contoso.service
apim-dns remove --yes --inventory /etc/apim-dns/contoso.json5 --no-backup --quiet
dpkg --remove apim-dns
[ "$(systemctl is-active apim-dns@contoso.timer)" = inactive ]
[ -z "$(ls /etc/systemd/system/timers.target.wants | grep apim-dns)" ]
END
cmp "$debian/etc/hosts" "$work/hosts"
inside dpkg --purge apim-dns >/dev/null 2>&1
[ -e "$debian/etc/apim-dns/contoso.json5" ] || fail "an inventory went with the package"
rm -r "$debian/etc/hosts.apim-dns" "$debian/etc/apim-dns/contoso.json5"

# Installed and purged with nothing of anybody in its folder, it leaves nothing at all.
inside dpkg -i /root/apim-dns.deb >/dev/null
inside dpkg --purge apim-dns >/dev/null
rm "$debian"/root/*.deb
listing >"$work/after"
diff "$work/before" "$work/after" || fail "the system is not as it was before"
echo "try-package: $suite: installed, applied, served, upgraded, removed, purged; nothing is left"
