# Rewrites the file in place if it is a mount point, which cannot be replaced, or if a new file would lack its attributes.

# Writes a file over the target and reads it back. The bytes beyond the old length are written first, so that a full disk
# changes nothing; then all bytes; the file is truncated last.
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
  # Bytes that another program has appended meanwhile are kept after the new contents.
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

# Gives the backup its final name, which says that the rewrite is complete.
finish() {
  isFree "$backupPath" && mv -f "$unfinishedPath" "$backupPath" && flush "${backupPath%/*}"
}

rewrite() {
  # Only SIGKILL can interrupt it.
  trap '' HUP INT PIPE TERM
  [ -w "$target" ] || unchangeable "$target" 'Permission denied'
  requireFree "$unfinishedPath"
  if ! { mv -f "$backupPath" "$unfinishedPath" && flush "${backupPath%/*}"; }; then fail "cannot write the backup"; fi
  # The file may have changed while the backup was flushed to the disk.
  if ! isCurrent; then
    finish
    refuse "$file: the file keeps changing. Run again."
  fi
  if ! message=$(put "$new" 2>&1); then
    reason=$(say "$message" | awk -F ': ' '/^dd: / { print $NF; exit }')
    reason="cannot write it: ${reason:-the bytes read back differ from those written}"
    put "$unfinishedPath" >/dev/null 2>&1 ||
      fail "$reason; the previous contents could not be restored. Copy them from $unfinishedPath."
    finish
    fail "$reason; the previous contents are restored"
  fi
  finish || fail "the file is written, but $unfinishedPath could not be renamed to $backupPath. Rename it by hand."
  say "warning: $file: the file was rewritten in place, not atomically; the previous contents are in $backupPath" >&2
}
