# Where the file really is, and how the script ends when it cannot go on.

fail() { echo "apim-dns: $file: $1" >&2; exit 1; }
refuse() { echo "apim-dns: refused: $1" >&2; exit 3; }

if [ -L "$file" ] && [ ! -e "$file" ]; then
  refuse "$file: is a symbolic link that leads nowhere; make what it leads to, or remove it"
fi
target=$(readlink -f "$file") || fail "cannot find out where it leads"
[ ! -e "$target" ] || [ -f "$target" ] || refuse "$file: is no regular file"
folder=$(dirname "$target")

# The first symbolic link on the way to the file that is another user's, who could lead root to any file.
foreignLink() {
  case $file in /*) rest=${file#/} ;; *) rest=${PWD#/}/$file ;; esac
  place=
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    if [ -L "$place/$part" ]; then
      # shellcheck disable=SC2012
      if [ "$(ls -ldn "$place/$part" | awk '{ print $3 }')" != 0 ]; then echo "$place/$part"; return; fi
      leads=$(readlink "$place/$part")
      case $leads in /*) place= ;; esac
      rest=${leads#/}${rest:+/$rest}
    else
      case $part in '' | .) ;; ..) place=${place%/*} ;; *) place=$place/$part ;; esac
    fi
  done
}
