# The new contents, from what was found.

# Whether every second byte of what is read is NUL, or a byte order mark of UTF-16 stands first.
isWide() {
  head -c 512 "$old" | od -An -v -tu1 | awk '
    { for (i = 1; i <= NF; i++) byte[count++] = $i }
    END {
      if (count > 1 && (byte[0] == 255 && byte[1] == 254 || byte[0] == 254 && byte[1] == 255)) exit 0
      if (count < 8 || count % 2) exit 1
      for (nul = 0; nul < 2; nul++) {
        isAll = 1; isText = 0
        for (i = 0; i < count; i++) {
          if ((byte[i] == 0) != (i % 2 == nul)) isAll = 0
          if (byte[i] > 32) isText = 1
        }
        if (isAll && isText) exit 0
      }
      exit 1
    }'
}

# The block with the line end that most lines have; $1: the line end before it is ours, $2: lines end in CR LF.
block() {
  [ -n "$(lines | head -c 1)" ] || return 0
  { if [ "$1" = 1 ]; then echo "$glued"; else echo "$plain"; fi; lines; echo "$end"; } |
    if [ "$2" = 1 ]; then awk '{ printf "%s\r\n", $0 }'; else cat; fi
}

# Writes the new contents into the file $new.
compose() {
  requireFinished
  stage "$old"
  size=$(($(wc -c <"$old")))
  bom=0
  [ "$(head -c 3 "$old" | od -An -tx1 | tr -d ' \n')" = efbbbf ] && bom=1
  if isWide; then refuse "$file: the file is UTF-16, which no resolver reads; save it as UTF-8 first"; fi
  found=$(examine) || { [ $? = 3 ] && exit 3; fail "cannot examine it"; }
  # shellcheck disable=SC2086
  set -- $found
  [ $# = 6 ] || fail "cannot examine it"
  from=$1 to=$2 flag=$3 drop=$4 glue=$5 carriage=$6
  [ -z "$planned" ] || present=$(fingerprint "$from" "$to")
  wanted=$(lines | head -c 1)
  if [ -z "$wanted" ] && [ "$flag" = 1 ] && [ "$to" = "$size" ]; then from=$((from - drop)); fi
  [ "$glue" = 0 ] || flag=1
  stage "$new"
  {
    if [ "$from" -gt 0 ]; then head -c "$from" "$old"; fi &&
      if [ "$glue" != 0 ] && [ -n "$wanted" ]; then
        if [ "$carriage" = 1 ] || [ "$glue" = 2 ]; then printf '\r\n'; else echo; fi
      fi &&
      block "$flag" "$carriage" &&
      tail -c +$((to + 1)) "$old"
  } >"$new" || fail "cannot write the new file; see that the file system of $folder has room"
}

# A sum over some bytes of the file, and their number; not every machine has the program cksum.
fingerprint() {
  if [ "$2" -gt "$1" ]; then tail -c +$(($1 + 1)) "$old" | head -c $(($2 - $1)); fi | od -An -v -tu1 | awk '
    { for (i = 1; i <= NF; i++) { sum = (sum * 65599 + $i + 1) % 4294967291; count++ } }
    END { printf "%.0f %.0f\n", sum, count }'
}

# Whether the target is still what was read.
isCurrent() {
  if [ -e "$target" ]; then cmp -s "$old" "$target"; else [ "$size" = 0 ]; fi
}
