# Three temporary files beside the target, which are removed however the script ends.

old=$folder/.apim-dns.$$.1.tmp
new=$folder/.apim-dns.$$.2.tmp
saved=$folder/.apim-dns.$$.3.tmp
trap 'rm -f "$old" "$new" "$saved"' EXIT
trap 'exit 1' HUP INT PIPE TERM

requireUnmarked "$folder"

# Without flock, only the comparison before the replacement protects against other runs.
if command -v flock >/dev/null 2>&1; then
  [ -r "$folder" ] || unchangeable "$folder" 'Permission denied'
  takeLock
  # Killed runs leave files behind; under the lock, none of them is in use.
  for leftover in "$folder"/.apim-dns.*.tmp; do
    case ${leftover#"$folder"/.apim-dns.} in
    *[!0-9.]*.tmp | *.*.*.tmp) ;;
    *.*.tmp) [ ! -f "$leftover" ] || [ -L "$leftover" ] || rm -f "$leftover" ;;
    esac
  done
fi

# Whether a file has the owner, the group and the mode of the target, and an access control list if the target has one.
isLikeTarget() {
  # shellcheck disable=SC2012
  [ "$(ls -ldn "$1" | awk '{ print $1, $3, $4 }')" = "$(ls -ldn "$target" | awk '{ print $1, $3, $4 }')" ]
}

# Creates a file beside the target with the target's mode, owner and attributes; its owner can write it until seal.
stage() {
  rm -f "$1"
  message=$( (umask 077 && set -C && : >"$1") 2>&1) || unchangeable "$folder" "$message"
  if [ -e "$target" ]; then
    cp -a "$target" "$1" 2>/dev/null || message=$(cp -p "$target" "$1" 2>&1) ||
      fail "cannot copy it: ${message##*: }. Check that the file system of $folder has space."
    isLikeTarget "$1" || refuse "$target: the file belongs to another user or group, or has an access control list, \
which its replacement would not keep. Run the command as that user, or with sudo."
    isProtected=0
    [ -w "$1" ] || { isProtected=1 && chmod u+w "$1"; }
  else
    isProtected=0
    chmod 644 "$1" || fail "cannot set the mode of the new file"
  fi
}

# Gives a staged file its final mode and flushes it.
seal() {
  [ "$isProtected" = 0 ] || chmod u-w "$1" || fail "cannot set the mode of the new file"
  flush "$1"
}

# Flushes a file or folder to the disk; not every sync accepts a path.
flush() { sync "$1" 2>/dev/null || sync; }
