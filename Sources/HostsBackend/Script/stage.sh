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

# Whether a copy of the target has its extended attributes.
isKept=1

# Refuses a copy of the target without its owner, group, mode or access control list, and notes one without its attributes. cp
# reports some losses, and that of busybox none: it copies neither lists nor attributes.
requireLikeTarget() {
  wantedMode=$(describe "$target") copiedMode=$(describe "$1")
  if [ "${wantedMode#*+ }" != "$wantedMode" ] && [ "$copiedMode" = "$(say "$wantedMode" | tr -d +)" ]; then
    refuse "$target: the file has an access control list, which cp does not keep on this machine. Install GNU coreutils there."
  fi
  [ "$copiedMode" = "$wantedMode" ] ||
    refuse "$target: the file belongs to another user or group, or has an access control list, \
which its replacement would not keep. Run the command as that user, or with sudo."
  # With a list, the bits of the group are the most that any entry allows, and the copy would give them to the group itself.
  case $wantedMode in
  ????r??[!r]*[?]\ * | ?????w??[!w]*[?]\ * | ??????[xs]??[!xt]*[?]\ *)
    refuse "$target: the group has rights that others do not have, and no program on this machine shows whether an access \
control list limits them. Install getfacl (package acl) or GNU coreutils there."
    ;;
  esac
  keepsAttributes "$1" || isKept=0
}

# Whether a copy of the target certainly has its extended attributes, without those that the kernel computes from the bytes.
# Without getfattr, only the cp of GNU and of macOS is known to copy them; where there is SELinux, its context must be shown.
keepsAttributes() {
  if command -v getfattr >/dev/null 2>&1; then
    for each in "$target" "$1"; do getfattr -h -d -m - -e hex "$each" 2>/dev/null || say "unknown=$each"; done |
      awk '/^[^#].*=/ && !/^security\.(ima|evm)=/ { count[$0]++ } END { for (line in count) if (count[line] != 2) exit 1 }' ||
      return
  else
    case "$(uname) $(cp --version 2>/dev/null)" in Darwin* | *'GNU coreutils'*) ;; *) return 1 ;; esac
  fi
  [ -d /sys/fs/selinux ] && [ -e /sys/fs/selinux/enforce ] || return 0
  context=$(contextOf "$target")
  [ -n "$context" ] && [ "$context" = "$(contextOf "$1")" ]
}

# The SELinux context of a file; empty if ls does not show it.
# shellcheck disable=SC2012
contextOf() { ls -Zd "$1" 2>/dev/null | awk '$1 ~ /:/ { print $1; exit }'; }

# Creates a file beside the target with the target's mode, owner and attributes; its owner can write it until seal.
stage() {
  rm -f "$1"
  message=$( (umask 077 && set -C && : >"$1") 2>&1) || unchangeable "$folder" "$message"
  if [ -e "$target" ]; then
    cp -a "$target" "$1" 2>/dev/null || message=$(cp -p "$target" "$1" 2>&1) ||
      fail "cannot copy it: ${message##*: }. Check that the file system of $folder has space."
    requireLikeTarget "$1"
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
