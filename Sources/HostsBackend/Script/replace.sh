# Reads, writes and replaces the file; tries again if another program changes it meanwhile.

# Whether the new contents are those that the file has.
isInSync() { if [ -e "$target" ]; then cmp -s "$old" "$new"; else [ -z "$wanted" ]; fi; }

# Whether the file is rewritten and not replaced: a mount point, or a file whose attributes a new one would not have.
isInPlace() { [ "$isKept" = 0 ] || [ -n "$(mountRoot)" ]; }

tries=0
while :; do
  compose
  if isInSync; then
    say "$file: in sync"
    isReloadDue || exit 0
    reloadAndExit
  fi
  if [ -n "$planned" ] && [ "$planned" != "$current $target" ]; then
    refuse "$file: the managed block, or the file that the path points to, changed since the plan. Plan again."
  fi
  seal "$new"
  if [ -e "$target" ]; then
    requireReplaceable
    if [ "$backup" = 1 ] || isInPlace; then
      stage "$saved"
      cat "$old" >"$saved" || fail "cannot write the backup. Check that the file system of $folder has space."
      seal "$saved"
      requireFree "$backupPath"
      mv -f "$saved" "$backupPath" || fail "cannot write the backup"
      # Older versions gave this name, which dnsmasq reads.
      older=$target.apim-dns.bak
      if [ -f "$older" ] && [ ! -L "$older" ]; then rm -f "$older" 2>/dev/null || :; fi
    fi
  fi
  isCurrent && break
  tries=$((tries + 1))
  [ "$tries" -lt 10 ] || refuse "$file: the file keeps changing. Run again."
done

# If the connection is closed, this fails, and nothing is written.
[ -z "$planned" ] || say "$file: writing" || fail "the connection is closed, so nothing was written"
markReload
if [ "$isKept" = 0 ]; then
  rewrite
elif message=$(mv -f "$new" "$target" 2>&1); then
  flush "$folder"
else
  [ -n "$(mountRoot)" ] || fail "cannot move the new file into place: $message"
  rewrite
fi
say "$file: changed"
reloadAndExit
