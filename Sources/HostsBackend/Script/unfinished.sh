# The backup has this name for as long as the file is rewritten in place: a run that is killed leaves it so.

unfinished=$target.apim-dns.unfinished
isUnfinished() { [ -e "$unfinished" ] || [ -L "$unfinished" ]; }

requireFinished() {
  ! isUnfinished || refuse "$file: a run was killed while it rewrote this file in place; what was there before is in \
$unfinished: compare the two, copy it back if lines are missing, then remove it"
}
