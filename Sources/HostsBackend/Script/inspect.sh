# Writes a line for each property of the file, then its bytes; for plans of files on other machines.

# A run that is rewriting the file holds the lock on its folder.
if isUnfinished && [ -r "$folder" ] && command -v flock >/dev/null 2>&1; then (takeLock) || exit; fi
requireFinished

say "machine $(uname -n)"
say "target $target"
untrusted=$(untrustedPlace)
[ -z "$untrusted" ] || say "$untrusted"
for place in "$folder" "$target"; do
  if [ -e "$place" ] && [ ! -w "$place" ]; then say "locked $place"; fi
done
if [ ! -e "$target" ]; then
  echo absent
  exit 0
fi
# shellcheck disable=SC2012
say "links $(ls -ldn "$target" | awk '{ print $2 }')"
root=$(mountRoot)
[ -z "$root" ] || say "mount $root"
isFree "$backupPath" || say "occupied $backupPath"
[ -r "$target" ] || fail "the user $(id -un) cannot read it. Let the \
user run sh with sudo without a password (NOPASSWD), or log in as root."
echo contents
cat "$target" || fail "cannot read the whole file"
