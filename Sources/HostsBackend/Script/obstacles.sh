# What keeps the file from being changed is refused before anything is written.

# $1: the file or its folder, $2: what the system says of a change there.
unchangeable() {
  case $2 in
  *'Permission denied'*)
    refuse "$1: this user may not change what is in it; run the command with sudo, or give the path of another file"
    ;;
  *'Operation not permitted'*)
    refuse "$1: is marked immutable, and that mark is not ours to clear; run 'chattr -i $1' first (macOS: chflags)"
    ;;
  *'Read-only file system'*)
    refuse "$1: lies on a read-only file system; change it where it comes from, or mount it for writing first"
    ;;
  *) fail "cannot write in $1: ${2##*: }" ;;
  esac
}

case $target in /nix/store/*)
  refuse "$target: lies in the Nix store, whose files never change; put the names under networking.extraHosts in the \
system's configuration"
  ;;
esac

foreign=$(foreignPlace)
case $foreign in
'link '*)
  refuse "${foreign#* }: is a symbolic link of another user, who could lead it to any file that root can write; give the \
path of the file itself, or make root the link's owner with 'chown -h root'"
  ;;
'folder '*)
  refuse "${foreign#* }: others than root may change what is in it, and could lead root to any file; give the path of a \
file in a folder of root, or make it root's alone with 'chown root' and 'chmod go-w'"
  ;;
esac

# Refuses a place that is marked so that nobody changes it; some machines have no lsattr.
requireUnmarked() {
  marks=$(lsattr -d "$1" 2>/dev/null)
  case ${marks%% *} in *[ai]*) unchangeable "$1" 'Operation not permitted' ;; esac
}

# Refuses a file that is there and cannot be replaced. Opened for adding it stays as it is; its own mode is no obstacle.
requireReplaceable() {
  requireUnmarked "$target"
  message=$( (: >>"$target") 2>&1) || case $message in *'Permission denied'*) ;; *) unchangeable "$target" "$message" ;; esac
}

requireFree() {
  isFree "$1" || refuse "$1: is a symbolic link or no regular file, and the contents before the change are to have that \
name; remove it"
}
