# A file that is mounted on its own cannot be replaced: the same file gets the new bytes.

# Writes a file over the target and reads it back. What is longer than before comes first, so that a full disk costs
# nothing; then all of it at once; the cut comes last.
put() {
  length=$(wc -c <"$1") || return
  before=$(wc -c <"$target") || return
  length=$((length)) before=$((before))
  if [ "$length" -gt "$before" ] && [ "$before" -gt 0 ]; then
    dd if="$1" of="$target" bs="$before" skip=1 seek=1 conv=notrunc || return
    flush "$target" || return
  fi
  if [ "$length" -gt 0 ]; then
    dd if="$1" of="$target" bs="$length" conv=notrunc || return
    flush "$target" || return
  fi
  # What somebody else has added at the end meanwhile stays, right behind the new contents.
  now=$(wc -c <"$target") || return
  whole=$before
  [ "$length" -le "$whole" ] || whole=$length
  added=$((now - whole))
  [ "$added" -gt 0 ] || added=0
  if [ "$added" -gt 0 ] && [ "$length" -lt "$whole" ]; then
    tail -c "$added" "$target" | dd of="$target" bs=1 seek="$length" conv=notrunc || return
  fi
  dd if=/dev/null of="$target" bs=1 seek="$((length + added))" || return
  flush "$target" && head -c "$length" "$target" | cmp -s "$1" -
}

# Ends the time in which the backup says that the file may be neither old nor new.
finish() {
  isFree "$kept" && mv -f "$unfinished" "$kept" && flush "${kept%/*}"
}

rewrite() {
  # Only what kills it ends it in the middle.
  trap '' HUP INT PIPE TERM
  requireFree "$unfinished"
  if ! { mv -f "$kept" "$unfinished" && flush "${kept%/*}"; }; then fail "cannot keep a backup"; fi
  # That took the disk a while, in which somebody may have added a line.
  if ! isCurrent; then
    finish
    refuse "$file: it changes all the time; run again"
  fi
  if ! message=$(put "$new" 2>&1); then
    reason=$(say "$message" | awk -F ': ' '/^dd: / { print $NF; exit }')
    reason="cannot write it: ${reason:-it does not read back the same}"
    put "$unfinished" >/dev/null 2>&1 ||
      fail "$reason; and the old contents could not be put back: copy them from $unfinished"
    finish
    fail "$reason; the old contents are back"
  fi
  finish || fail "it is written, and $unfinished could not be named $kept: do that by hand"
  say "warning: $file: it was rewritten in place, not in one step; the contents before are in $kept" >&2
}
