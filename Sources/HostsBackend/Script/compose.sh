# Composes the new contents.

# Whether the file is UTF-16: it has such a byte order mark, or every second byte is NUL.
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

# The managed block; $1: 1 if the line end before it is added with it, $2: 1 if lines end in CR LF.
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
  if isWide; then refuse "$file: the file is UTF-16, which resolvers cannot read. Save it as UTF-8 first."; fi
  found=$(examine) || { [ $? = 3 ] && exit 3; fail "cannot examine it"; }
  # shellcheck disable=SC2086
  set -- $found
  [ $# = 6 ] || fail "cannot examine it"
  from=$1 to=$2 flag=$3 drop=$4 glue=$5 carriage=$6
  [ -z "$planned" ] || current=$(fingerprint "$from" "$to")
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
  } >"$new" || fail "cannot write the new file. Check that the file system of $folder has space."
}

# A checksum of a range of the file, and the number of its bytes; not every machine has cksum.
fingerprint() {
  if [ "$2" -gt "$1" ]; then tail -c +$(($1 + 1)) "$old" | head -c $(($2 - $1)); fi | od -An -v -tu1 | awk '
    { for (i = 1; i <= NF; i++) { sum = (sum * 65599 + $i + 1) % 4294967291; count++ } }
    END { printf "%.0f %.0f\n", sum, count }'
}

# Whether the target is unchanged since it was read.
isCurrent() {
  if [ -e "$target" ]; then cmp -s "$old" "$target"; else [ "$size" = 0 ]; fi
}
