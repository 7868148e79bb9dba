# Runs the reload command after the file has changed. It gets neither the script nor the lock, and its output goes to a file, so
# that a daemon that it leaves behind is not waited for.

[ -n "$reload" ] || exit 0
trap 'exit 1' HUP INT PIPE TERM
rm -f "$saved"
(umask 077 && set -C && : >"$saved") || fail "cannot write the output of the reload command in $folder"
exec 9<&-
sh -c "$reload" </dev/null >>"$saved" 2>&1 && exit 0
status=$?
printed=$(tail -c 4096 "$saved" 2>/dev/null)
fail "the reload command '$reload' ended with status $status. The file is written. Correct the cause, then run the \
command by hand. It printed: ${printed:-nothing}"
