# Where the file really is. A name that begins with a hyphen is no option.

[ $# -le 1 ] || refuse "'$2' is one argument too many; give the path of one hosts file"
[ -n "$file" ] || refuse 'the path is empty; give the path of the hosts file, or no argument'
case $file in -*) file=./$file ;; esac
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
