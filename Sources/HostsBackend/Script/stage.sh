# Three temporary files beside the target, which are gone however the script ends.

old=$folder/.apim-dns.$$.1.tmp
new=$folder/.apim-dns.$$.2.tmp
saved=$folder/.apim-dns.$$.3.tmp
trap 'rm -f "$old" "$new" "$saved"' EXIT
trap 'exit 1' HUP INT PIPE TERM

requireUnmarked "$folder"

# Without the program flock there is only the comparison at the end.
if command -v flock >/dev/null 2>&1; then
  [ -r "$folder" ] || unchangeable "$folder" 'Permission denied'
  takeLock
  # Whoever is killed leaves files behind; those that are in use belong to whoever has the lock.
  for litter in "$folder"/.apim-dns.*.tmp; do
    case ${litter#"$folder"/.apim-dns.} in
    *[!0-9.]*.tmp | *.*.*.tmp) ;;
    *.*.tmp) [ ! -f "$litter" ] || [ -L "$litter" ] || rm -f "$litter" ;;
    esac
  done
fi

# Whether a file has the owner, the group and the mode of the target, and an access control list if that has one.
isLikeTarget() {
  # shellcheck disable=SC2012
  [ "$(ls -ldn "$1" | awk '{ print $1, $3, $4 }')" = "$(ls -ldn "$target" | awk '{ print $1, $3, $4 }')" ]
}

# A file of its own beside the target, with the target's mode, owner and attributes; its owner may write it for now.
stage() {
  rm -f "$1"
  message=$( (umask 077 && set -C && : >"$1") 2>&1) || unchangeable "$folder" "$message"
  if [ -e "$target" ]; then
    cp -a "$target" "$1" 2>/dev/null || message=$(cp -p "$target" "$1" 2>&1) ||
      fail "cannot copy it: ${message##*: }; see that the file system of $folder has room"
    isLikeTarget "$1" || refuse "$target: belongs to another user or group, or has an access control list, which a new \
file cannot be given; run the command as that user, or with sudo"
    isProtected=0
    [ -w "$1" ] || { isProtected=1 && chmod u+w "$1"; }
  else
    isProtected=0
    chmod 644 "$1" || fail "cannot set the mode of a new file"
  fi
}

# Ends the time in which the file of stage is written.
seal() {
  [ "$isProtected" = 0 ] || chmod u-w "$1" || fail "cannot set the mode of a new file"
  flush "$1"
}

# Has a file or folder reach the disk; not every sync takes a path.
flush() { sync "$1" 2>/dev/null || sync; }
