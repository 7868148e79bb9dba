# Resolves the path of the file. A name that begins with a hyphen is not an option.

[ $# -le 1 ] || refuse "unexpected argument '$2'. Give the path of one hosts file."
[ -n "$file" ] || refuse 'the path is empty. Give the path of the hosts file, or no argument.'
case $file in -*) file=./$file ;; esac
if [ -L "$file" ] && [ ! -e "$file" ]; then
  refuse "$file: broken symbolic link. Create the file that it points to, or remove the link."
fi
folder=$(dirname "$file")
[ -d "$folder" ] || refuse "$file: its folder $folder does not exist. Create it, or give the path of another file."
target=$(readlink -f "$file") || fail "cannot resolve the path"
[ ! -e "$target" ] || [ -f "$target" ] || refuse "$file: not a regular file. Give the path of the file itself."
folder=$(dirname "$target")

# An awk function that decodes the mount table: blanks, tabs, line feeds and backslashes are escaped in it.
# shellcheck disable=SC2016
decode='function decode(text) {
  gsub(/\\040/, " ", text)
  gsub(/\\011/, "\t", text)
  gsub(/\\012/, "\n", text)
  gsub(/\\134/, "\\", text)
  return text
}'

# The type of the file's file system, if there is a mount table: that of the last of the longest mount points above it.
# shellcheck disable=SC2016
fileSystem() {
  [ ! -r /proc/self/mountinfo ] || target=$target awk "$decode"'
    {
      place = decode($5)
      if (place != "/" && index(ENVIRON["target"] "/", place "/") != 1 || length(place) < longest) next
      longest = length(place)
      for (i = 6; i < NF && $i != "-"; i++);
      kind = $(i + 1)
    }
    END { print kind }' /proc/self/mountinfo
}
# A path in /proc/self is different for each program and may be gone, but its file system is known.
fileSystemType=$(fileSystem)
case $fileSystemType in
proc | sysfs | devtmpfs | devpts | cgroup | cgroup2 | securityfs | debugfs | tracefs | configfs | bpf | pstore | efivarfs | \
  selinuxfs | smackfs | fusectl | mqueue | binfmt_misc | nsfs | rpc_pipefs | nfsd | resctrl | binder | xenfs)
  refuse "$file: the file is in the kernel file system '$fileSystemType', not on a disk. Give the path of a file on a disk."
  ;;
esac
# shellcheck disable=SC2012
[ ! -e "$target" ] || [ "$(ls -ldn "$target" | awk '{ print $5; exit }')" -le 67108864 ] ||
  refuse "$file: larger than 64 MiB. Give the path of the right file."

# The path of the file in its own file system, if it is a mount point.
mountRoot() {
  [ ! -r /proc/self/mountinfo ] || target=$target awk "$decode"'
    decode($5) == ENVIRON["target"] { root = $4 }
    END { if (root != "") print root }' /proc/self/mountinfo
}
