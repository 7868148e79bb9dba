# Where the file really is.

if [ -L "$file" ] && [ ! -e "$file" ]; then
  refuse "$file: is a symbolic link that leads nowhere; make what it leads to, or remove it"
fi
folder=$(dirname "$file")
[ -d "$folder" ] || refuse "$file: its folder $folder is not there; make it, or give the path of another file"
target=$(readlink -f "$file") || fail "cannot find out where it leads"
[ ! -e "$target" ] || [ -f "$target" ] || refuse "$file: is no regular file; give the path of the file itself"
folder=$(dirname "$target")

# Where in its own file system the file lies, if it is mounted on its own.
mountRoot() {
  [ ! -r /proc/self/mountinfo ] || target=$target awk '
    $5 == ENVIRON["target"] { root = $4 }
    END { if (root != "") print root }' /proc/self/mountinfo
}

# The owner of a file, as a number.
# shellcheck disable=SC2012
ownerOf() { ls -ldn "$1" | awk '{ print $3 }'; }

# The first symbolic link on the way to the file that is another user's, who could lead root to any file.
foreignLink() {
  case $file in /*) rest=${file#/} ;; *) rest=${PWD#/}/$file ;; esac
  place=
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    if [ -L "$place/$part" ]; then
      if [ "$(ownerOf "$place/$part")" != 0 ]; then say "$place/$part"; return; fi
      leads=$(readlink "$place/$part")
      case $leads in /*) place= ;; esac
      rest=${leads#/}${rest:+/$rest}
    else
      case $part in '' | .) ;; ..) place=${place%/*} ;; *) place=$place/$part ;; esac
    fi
  done
}
