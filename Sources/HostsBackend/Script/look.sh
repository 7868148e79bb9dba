# What is known of the file, a line each, then its bytes; for plans of files on other machines.

# Whoever rewrites it right now has the lock on its folder.
if isUnfinished && [ -r "$folder" ] && command -v flock >/dev/null 2>&1; then (takeLock) || exit; fi
requireFinished

say "machine $(uname -n)"
say "target $target"
foreign=$(foreignPlace)
[ -z "$foreign" ] || say "$foreign"
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
isFree "$kept" || say "occupied $kept"
[ -r "$target" ] || fail "may not be read by $(id -un); let the user run sh with sudo without a password (NOPASSWD), or log in as root"
echo contents
cat "$target" || fail "cannot read it to its end"
