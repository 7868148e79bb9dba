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

# How the table of mounts writes a blank, a tab, a line feed and a backslash, as a function of awk.
# shellcheck disable=SC2016
decode='function decode(text) {
  gsub(/\\040/, " ", text)
  gsub(/\\011/, "\t", text)
  gsub(/\\012/, "\n", text)
  gsub(/\\134/, "\\", text)
  return text
}'

# The file system in which the file lies, if the system shows a table of mounts: the last of the longest places above it.
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
# Each program finds itself in /proc/self, so that what was found there may be gone; where it lay is known all the same.
kernel=$(fileSystem)
case $kernel in
proc | sysfs | devtmpfs | devpts | cgroup | cgroup2 | securityfs | debugfs | tracefs | configfs | bpf | pstore | efivarfs | \
  selinuxfs | smackfs | fusectl | mqueue | binfmt_misc | nsfs | rpc_pipefs | nfsd | resctrl | binder | xenfs)
  refuse "$file: lies in the file system '$kernel', in which the kernel shows what it knows; give the path of a file on a disk"
  ;;
esac
# shellcheck disable=SC2012
[ ! -e "$target" ] || [ "$(ls -ldn "$target" | awk '{ print $5; exit }')" -le 67108864 ] ||
  refuse "$file: is larger than 64 MiB; give the path of the right file"

# Where in its own file system the file lies, if it is mounted on its own.
mountRoot() {
  [ ! -r /proc/self/mountinfo ] || target=$target awk "$decode"'
    decode($5) == ENVIRON["target"] { root = $4 }
    END { if (root != "") print root }' /proc/self/mountinfo
}
