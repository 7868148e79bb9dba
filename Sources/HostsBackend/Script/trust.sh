# Who could lead root to another file than the one that is meant.

# The owner of a file, as a number.
# shellcheck disable=SC2012
ownerOf() { ls -ldn "$1" | awk '{ print $3; exit }'; }

# Whether nobody but root and the user $3 can exchange what is in the folder $1, or $2=sticky: can exchange what is not
# their own. A link is no folder.
isOnlyOf() {
  # shellcheck disable=SC2012
  ls -ldn "${1:-/}" 2>/dev/null | awk -v owner="$3" -v mode="$2" '
    {
      mayWrite = substr($1, 9, 1) == "w" || substr($1, 6, 1) == "w" && ($4 != 0 || $1 ~ /[+]$/)
      if (mode == "sticky" && substr($1, 10, 1) ~ /[tT]/) mayWrite = 0
      isOnly = substr($1, 1, 1) == "d" && ($3 == 0 || $3 == owner) && !mayWrite
      exit
    }
    END { exit !isOnly }'
}

# The same of root alone. Whoever owns / has the machine anyway; that is another number than 0 where root is root of a
# namespace only.
isOfRoot() { isOnlyOf "$1" "$2" "$(ownerOf /)"; }

# For root, what others have a hand in on the way to the file: 'folder' or 'link', and the first one.
foreignPlace() {
  [ "$(id -u)" = 0 ] || return 0
  case $file in /*) rest=${file#/} ;; *) rest=${PWD#/}/$file ;; esac
  place=
  while [ -n "$rest" ]; do
    isOfRoot "$place" sticky || { say "folder ${place:-/}"; return; }
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    if [ -L "$place/$part" ]; then
      [ "$(ownerOf "$place/$part")" = 0 ] || { say "link $place/$part"; return; }
      # Each program finds itself there, readlink too.
      if [ "$place/$part" = /proc/self ]; then leads=$$; else leads=$(readlink "$place/$part"); fi
      case $leads in /*) place= ;; esac
      rest=${leads#/}${rest:+/$rest}
    else
      case $part in '' | .) ;; ..) place=${place%/*} ;; *) place=$place/$part ;; esac
    fi
  done
  # Where the target was found on another way a moment ago, others have a hand in this one too.
  if [ "$place" != "$target" ] || ! isOfRoot "$folder" own; then say "folder $folder"; fi
}
