# Refuses a file that cannot be changed, before anything is written.

# $1: the file or its folder, $2: the message of the system.
unchangeable() {
  case $2 in
  *'Permission denied'*)
    refuse "$1: no write permission. Run the command with sudo, or give the path of another file."
    ;;
  *'Operation not permitted'*)
    refuse "$1: marked immutable or append-only. Run 'chattr -ia $1' first, or 'chflags nouchg,nouappnd $1' on macOS."
    ;;
  *'Read-only file system'*)
    refuse "$1: on a read-only file system. Change the file at its source, or remount \
the file system read-write first."
    ;;
  *) fail "cannot write in $1: ${2##*: }" ;;
  esac
}

case $target in /nix/store/*)
  refuse "$target: the file is in the Nix store, which is read-only. Add the names to \
networking.extraHosts in the system configuration."
  ;;
esac

untrusted=$(untrustedPlace)
case $untrusted in
'link '*)
  refuse "${untrusted#* }: this symbolic link belongs to another user, who could point it at any file that root can \
write. Give the path of the file itself, or make root the link's owner with 'chown -h root'."
  ;;
'folder '*)
  refuse "${untrusted#* }: users other than root can change this folder, and could redirect root to any file. \
Give the path of a file in a folder that only root can change, or run 'chown root' and 'chmod go-w' on this folder."
  ;;
esac

# Refuses an immutable or append-only file or folder; some machines have no lsattr.
requireUnmarked() {
  flags=$(lsattr -d "$1" 2>/dev/null)
  case ${flags%% *} in *[ai]*) unchangeable "$1" 'Operation not permitted' ;; esac
}

# Refuses an existing file that cannot be replaced. Opening it for appending does not change it; its mode does not matter.
requireReplaceable() {
  requireUnmarked "$target"
  message=$( (: >>"$target") 2>&1) || case $message in *'Permission denied'*) ;; *) unchangeable "$target" "$message" ;; esac
}

requireFree() {
  isFree "$1" || refuse "$1: this path is needed for the backup, but is not a regular file. Remove it."
}
