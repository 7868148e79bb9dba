# Looks, writes and puts in place, anew where somebody else was quicker.

tries=0
while :; do
  compose
  if [ -e "$target" ] && cmp -s "$old" "$new"; then
    say "$file: in sync"
    exit 0
  fi
  [ -e "$target" ] || [ -n "$wanted" ] || { say "$file: in sync"; exit 0; }
  if [ -n "$planned" ] && [ "$planned" != "$present $target" ]; then
    refuse "$file: our block, or the place to which it leads, has changed since the plan was made; run the command again"
  fi
  seal "$new"
  if [ -e "$target" ]; then
    requireReplaceable
    if [ "$backup" = 1 ] || [ -n "$(mountRoot)" ]; then
      stage "$saved"
      cat "$old" >"$saved" || fail "cannot keep a backup; see that the file system of $folder has room"
      seal "$saved"
      requireFree "$kept"
      mv -f "$saved" "$kept" || fail "cannot keep a backup"
    fi
  fi
  isCurrent && break
  tries=$((tries + 1))
  [ "$tries" -lt 10 ] || refuse "$file: it changes all the time; run again"
done

# Where a connection is gone that somebody waited behind, this does not get out, and nothing is written.
[ -z "$planned" ] || say "$file: writing" || fail "nobody waits for it any more"
if message=$(mv -f "$new" "$target" 2>&1); then
  flush "$folder"
else
  [ -n "$(mountRoot)" ] || fail "cannot put the new file in its place: $message"
  rewrite
fi
say "$file: changed"
