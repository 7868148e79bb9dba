# Runs the reload command after the file has changed. Until it works, the reload mark stays, and the next run tries again.

reloadMark=${prefix}reload-due.$owner

isReloadDue() { [ -n "$reload" ] && [ -f "$reloadMark" ]; }

# Writes the mark, before there is anything new to load.
markReload() {
  [ -n "$reload" ] || return 0
  isFree "$reloadMark" || refuse "$reloadMark: this path is needed for the reload mark, but is not a regular file. Remove it."
  if ! { rm -f "$reloadMark" && (umask 022 && set -C && say "# The file was changed, and the reload command has not worked since.
# Run $$ of $(date +%s)" >"$reloadMark") 2>/dev/null && flush "$reloadMark"; }; then
    fail "cannot write the reload mark $reloadMark. Check that its file system has space."
  fi
}

# The command gets neither the script nor the lock, and its output goes to a file, so that a daemon that it leaves behind is not
# waited for. Lines of other programs begin with '> ', so that none of them reads like a message of this script.
reloadAndExit() {
  [ -n "$reload" ] || exit 0
  trap 'exit 1' HUP INT PIPE TERM
  rm -f "$saved"
  (umask 077 && set -C && : >"$saved") || fail "cannot write the output of the reload command in $folder"
  ownMark=$(cat "$reloadMark" 2>/dev/null)
  exec 9<&-
  if sh -c "$reload" </dev/null >>"$saved" 2>&1; then
    # Another run may have written its own mark since.
    [ "$(cat "$reloadMark" 2>/dev/null)" != "$ownMark" ] || rm -f "$reloadMark"
    exit 0
  else
    status=$?
  fi
  printed=$(tail -c 4096 "$saved" 2>/dev/null | tr '\000' '?')
  case $printed in *"$lineFeed"*) isLong=1 ;; *) [ "${#printed}" -gt 200 ] && isLong=1 || isLong=0 ;; esac
  [ "$isLong" = 0 ] || printed=$lineFeed$(say "$printed" | awk '{ print "> " $0 }')
  fail "the reload command '$reload' ended with status $status. The file is written. Correct the cause; the next apply runs \
the command again. It printed: ${printed:-nothing}"
}
lineFeed='
'
