# The backup has this name for as long as the file is rewritten in place: a run that is killed leaves it so.

# Copies have a folder of their own where there is one in which nobody else exchanges them; it may have been made after the
# run that was killed.
copies=$target.apim-dns.
if isOnlyOf "$target.apim-dns" own "$(id -u)"; then copies=$target.apim-dns/; fi
unfinished=${copies}unfinished kept=${copies}bak
# Whether a name is free for the contents before the change: mv would go into a folder, and through a link to one.
isFree() { [ ! -L "$1" ] && { [ ! -e "$1" ] || [ -f "$1" ]; }; }
isThere() { [ -e "$1" ] || [ -L "$1" ]; }
if isThere "$target.apim-dns.unfinished"; then unfinished=$target.apim-dns.unfinished; fi
isUnfinished() { isThere "$unfinished"; }

requireFinished() {
  ! isUnfinished || refuse "$file: a run was killed while it rewrote this file in place; what was there before is in \
$unfinished: compare the two, copy it back if lines are missing, then remove it"
}
