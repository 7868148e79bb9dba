# The backup has its unfinished name while the file is rewritten in place; a run that is killed leaves it behind.

# Backups are in their own folder if only this user and root can change it; it may have been created after a killed run. Beside
# the file, their names begin with a dot, so that dnsmasq, ifupdown, cron and run-parts skip them.
dotted=${target%/*}/.${target##*/}.apim-dns.
prefix=$dotted
if isOnlyOf "$target.apim-dns" own "$(id -u)"; then prefix=$target.apim-dns/; fi
unfinishedPath=${prefix}unfinished backupPath=${prefix}bak
# Whether the backup can have a path: mv would move it into a folder, or through a link to one.
isFree() { [ ! -L "$1" ] && { [ ! -e "$1" ] || [ -f "$1" ]; }; }
isThere() { [ -e "$1" ] || [ -L "$1" ]; }
for copy in "$target.apim-dns.unfinished" "${dotted}unfinished"; do
  if isThere "$copy"; then unfinishedPath=$copy; fi
done
isUnfinished() { isThere "$unfinishedPath"; }

requireFinished() {
  ! isUnfinished || refuse "$file: a run was killed while it rewrote this file in place; the previous contents are in \
$unfinishedPath. Compare that file with this one, copy it back if lines are missing, then remove it."
}
