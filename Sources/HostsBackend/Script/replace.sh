# Looks, writes and puts in place, anew where somebody else was quicker.

tries=0
while :; do
  compose
  if [ -e "$target" ] && cmp -s "$old" "$new"; then
    echo "$file: in sync"
    exit 0
  fi
  [ -e "$target" ] || [ -n "$wanted" ] || { echo "$file: in sync"; exit 0; }
  if [ -n "$planned" ] && [ "$planned" != "$present $target" ]; then
    refuse "$file: our block, or the place to which it leads, has changed since the plan was made; run the command again"
  fi
  sync "$new" 2>/dev/null || sync
  if [ -e "$target" ] && { [ "$backup" = 1 ] || grep -qF " $target " /proc/self/mountinfo 2>/dev/null; }; then
    stage "$saved"
    cat "$old" >"$saved" || fail "cannot keep a backup"
    sync "$saved" 2>/dev/null || sync
    mv -f "$saved" "$target.apim-dns.bak" || fail "cannot keep a backup"
  fi
  isCurrent && break
  tries=$((tries + 1))
  [ "$tries" -lt 10 ] || refuse "$file: it changes all the time; run again"
done

# Where a connection is gone that somebody waited behind, this does not get out, and nothing is written.
[ -z "$planned" ] || echo "$file: writing" || fail "nobody waits for it any more"
if ! message=$(mv -f "$new" "$target" 2>&1); then
  grep -qF " $target " /proc/self/mountinfo 2>/dev/null || fail "cannot put the new file in its place: $message"
  # It is mounted on its own: the same file gets the new bytes, and is cut to its new length last.
  if ! { dd if="$new" of="$target" conv=notrunc && dd if=/dev/null of="$target" bs=1 seek="$(($(wc -c <"$new")))" &&
    cmp -s "$new" "$target"; } 2>/dev/null; then
    fail "cannot write it; copy the contents before from $target.apim-dns.bak"
  fi
  echo "warning: $file: it was rewritten in place, not in one step; the contents before are in $target.apim-dns.bak" >&2
fi
sync "$folder" 2>/dev/null || sync
echo "$file: changed"
