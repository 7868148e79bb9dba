# Writes a line for each property of the file, then its bytes; for plans of files on other machines.

# A run that is rewriting the file holds the lock on its folder.
if isUnfinished && [ -r "$folder" ] && command -v flock >/dev/null 2>&1; then (takeLock) || exit; fi
requireFinished

say "machine $(uname -n)"
say "target $target"
untrusted=$(untrustedPlace)
[ -z "$untrusted" ] || say "$untrusted"

# Whether a place is on a read-only file system, by the last of the longest mount points above it.
# shellcheck disable=SC2016
isReadOnly() {
  [ -r /proc/self/mountinfo ] && place=$1 awk "$decode"'
    {
      point = decode($5)
      if (point != "/" && index(ENVIRON["place"] "/", point "/") != 1 || length(point) < longest) next
      longest = length(point)
      for (i = 6; i < NF && $i != "-"; i++);
      readOnly = ("," $6 "," $(i + 3) ",") ~ /,ro,/
    }
    END { exit !readOnly }' /proc/self/mountinfo
}

# Why a place cannot be written, if it cannot: 'marked', 'readonly' or, for another reason, 'locked', and the place.
obstacle() {
  flags=$(lsattr -d "$1" 2>/dev/null)
  case ${flags%% *} in *[ai]*) say "marked $1"; return ;; esac
  [ ! -w "$1" ] || return 0
  if isReadOnly "$1"; then say "readonly $1"; else say "locked $1"; fi
}

# A mount point is not replaced, so only the folder of its backup must be writable.
folderToWrite=$folder
if [ -e "$target" ] && [ -n "$(mountRoot)" ]; then folderToWrite=${backupPath%/*}; fi
[ -e "$target" ] && found=$(obstacle "$target") && [ -n "$found" ] || found=$(obstacle "$folderToWrite")
[ -z "$found" ] || say "$found"
[ ! -f "${prefix}reload-due.$owner" ] || say "due ${prefix}reload-due.$owner"
if [ ! -e "$target" ]; then
  echo absent
  exit 0
fi
# shellcheck disable=SC2012
say "links $(ls -ldn "$target" | awk '{ print $2 }')"
root=$(mountRoot)
[ -z "$root" ] || say "mount $root"
isFree "$backupPath" || say "occupied $backupPath"
[ -r "$target" ] || fail "the user $(id -un) cannot read it. Let the \
user run sh with sudo without a password (NOPASSWD), or log in as root."
echo contents
cat "$target" || fail "cannot read the whole file"
