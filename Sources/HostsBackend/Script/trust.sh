# Finds users who could redirect root to another file.

# What shows access control lists here: ls marks them on macOS, and if it is GNU's; that of busybox does not.
lists=
case $(uname) in Darwin) lists='ls' ;; esac
case $(ls --version 2>/dev/null) in *'GNU coreutils'*) lists='ls' ;; esac
if [ -z "$lists" ] && command -v getfacl >/dev/null 2>&1; then lists=getfacl; fi

# The mode, the owner and the group of a file. The mode ends in '+' if the file has an access control list, and in '?' if no
# program here shows whether it has one.
describe() {
  mark=
  case $lists in
  getfacl) case $(getfacl -a "$1" 2>/dev/null) in *mask::*) mark=+ ;; esac ;;
  '') mark='?' ;;
  esac
  # shellcheck disable=SC2012
  ls -ldn "${1:-/}" 2>/dev/null | awk -v mark="$mark" '{ print $1 mark, $3, $4; exit }'
}

# The user ID of the owner of a file.
ownerOf() { describe "$1" | awk '{ print $2 }'; }

# Whether only root and the user $3 can change the folder $1; with $2=sticky, other users may change their own files in
# it. A link is not a folder.
isOnlyOf() {
  describe "$1" | awk -v owner="$3" -v mode="$2" '
    {
      mayWrite = substr($1, 9, 1) == "w" || substr($1, 6, 1) == "w" && ($3 != 0 || $1 ~ /[+?]$/)
      if (mode == "sticky" && substr($1, 10, 1) ~ /[tT]/) mayWrite = 0
      isOnly = substr($1, 1, 1) == "d" && ($2 == 0 || $2 == owner) && !mayWrite
    }
    END { exit !isOnly }'
}

# The same for root alone: the owner of /, which may have another number than 0 in a user namespace.
isOfRoot() { isOnlyOf "$1" "$2" "$(ownerOf /)"; }

# For root, the first folder or link on the path that other users can change: 'folder' or 'link', and its path.
untrustedPlace() {
  [ "$(id -u)" = 0 ] || return 0
  case $file in /*) rest=${file#/} ;; *) rest=${PWD#/}/$file ;; esac
  place=
  while [ -n "$rest" ]; do
    isOfRoot "$place" sticky || { say "folder ${place:-/}"; return; }
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    if [ -L "$place/$part" ]; then
      [ "$(ownerOf "$place/$part")" = 0 ] || { say "link $place/$part"; return; }
      # It points to another process in each program, also in readlink.
      if [ "$place/$part" = /proc/self ]; then pointsTo=$$; else pointsTo=$(readlink "$place/$part"); fi
      case $pointsTo in /*) place= ;; esac
      rest=${pointsTo#/}${rest:+/$rest}
    else
      case $part in '' | .) ;; ..) place=${place%/*} ;; *) place=$place/$part ;; esac
    fi
  done
  # If the target was different a moment ago, other users can change the path.
  if [ "$place" != "$target" ] || ! isOfRoot "$folder" own; then say "folder $folder"; fi
}
