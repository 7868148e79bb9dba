# What is known of the file, a line each, then its bytes; for plans of files on other machines.

echo "machine $(uname -n)"
echo "target $target"
link=$(foreignLink)
[ -z "$link" ] || echo "link $link"
for place in "$folder" "$target"; do
  if [ -e "$place" ] && [ ! -w "$place" ]; then echo "locked $place"; fi
done
if [ ! -e "$target" ]; then
  echo absent
  exit 0
fi
# shellcheck disable=SC2012
echo "links $(ls -ldn "$target" | awk '{ print $2 }')"
if [ -r /proc/self/mountinfo ]; then
  target=$target awk '$5 == ENVIRON["target"] { root = $4 } END { if (root != "") print "mount " root }' /proc/self/mountinfo
fi
[ -r "$target" ] || fail "may not be read by $(id -un); let the user run sh with sudo without a password (NOPASSWD), or log in as root"
echo contents
cat "$target" || fail "cannot read it to its end"
