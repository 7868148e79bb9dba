extension HostsScript {
  /// The part of the script that is the same for every block: what the engine does, step by step.
  static let body = #"""

    if [ "$(id -u)" = 0 ]; then
      link=$(foreignLink)
      [ -z "$link" ] || refuse "$link: is a symbolic link of another user, who could lead it to any file that root can write; \
    give the path of the file itself, or make root the link's owner with 'chown -h root'"
    fi
    old=$folder/.apim-dns.$$.1.tmp
    new=$folder/.apim-dns.$$.2.tmp
    saved=$folder/.apim-dns.$$.3.tmp
    trap 'rm -f "$old" "$new" "$saved"' EXIT
    trap 'exit 1' HUP INT PIPE TERM

    # The lock of apim-dns itself is on the folder; without the program flock there is only the comparison at the end.
    if command -v flock >/dev/null 2>&1; then
      if ! { exec 9<"$folder" && flock 9; }; then fail "cannot lock its folder"; fi
      # Whoever is killed leaves files behind; those that are in use are locked.
      for litter in "$folder"/.apim-dns.*.tmp; do
        case ${litter#"$folder"/.apim-dns.} in
        *[!0-9.]*.tmp | *.*.*.tmp) ;;
        *.*.tmp) [ ! -f "$litter" ] || flock -n "$litter" rm -f "$litter" ;;
        esac
      done
    fi

    # A file of its own beside the target, with the target's mode, owner and attributes.
    stage() {
      if ! { rm -f "$1" && (umask 077 && set -C && : >"$1"); }; then fail "cannot make a new file beside the old one"; fi
      if [ -e "$target" ]; then
        cp -a "$target" "$1" 2>/dev/null || cp -p "$target" "$1" || fail "cannot copy it"
      else
        chmod 644 "$1" || fail "cannot set the mode of a new file"
      fi
    }

    # Reads the wanted lines, a line '=', and the file. Bytes that awks disagree on are others there, as many as before.
    examine() {
      { lines; echo '='; tr '\000\200-\377' '#~' <"$old"; } |
        awk -v size="$size" -v bom="$bom" -v owner="$owner" -v glued="$glued" -v force="$force" -v path="$file" \
          -v machine="$(uname -n | tr '[:upper:]' '[:lower:]')" '
          function complain(line, text) { print "apim-dns: refused: " path ":" line ": " text | "cat >&2" }
          function disorder(line, text) {
            complain(line, text "; put the lines in order by hand, then run again")
            failed = 1
            exit 3
          }
          function isAddress(text,   part, count, i) {
            count = split(text, part, ".")
            if (count != 4) return 0
            for (i = 1; i <= 4; i++) {
              if (part[i] !~ /^[0-9]+$/ || length(part[i]) > 3 || part[i] + 0 > 255) return 0
              if (part[i] ~ /^0./) return 0
            }
            return 1
          }
          function marker(text,   field, count, i, rest) {
            count = split(text, field, /[ \t\r]+/)
            while (count > 4 && field[count] == "") count--
            if (count > 4 && substr(field[5], 1, 1) != "(") return
            rest = field[5]
            for (i = 6; i <= count; i++) rest = rest " " field[i]
            if (count < 5) rest = ""
            name = substr(field[4], 7)
            if (field[2] == "BEGIN") {
              if (open) disorder(number, "a block of owner " name " begins inside that of owner " opener \
                ", which began in line " open)
              open = number; opener = name; opened = start; before = ending
              remark = "# BEGIN apim-dns owner=" name " " rest
            } else {
              if (!open || opener != name) disorder(number, "a block of owner " name " ends here and begins nowhere")
              if (name == owner) {
                if (found) disorder(open, "owner " owner " has a second block here; the first one begins in line " found)
                found = open; from = opened; to = start + width; flag = remark == glued; drop = before
                feeds -= feedsHere; pairs -= pairsHere
              }
              open = 0
            }
          }
          function entry(text,   field, count, i, name) {
            sub(/#.*/, "", text)
            sub(/^[ \t\r]+/, "", text)
            count = split(text, field, /[ \t\r]+/)
            if (count > 1 && field[count] == "") count--
            if (count < 2) return
            for (i = 2; i <= count; i++) {
              name = tolower(field[i])
              sub(/\.$/, "", name)
              if (!(name in wanted)) continue
              if (isAddress(field[1]) ? index(wanted[name], " " field[1] " ") : !index(field[1], ":")) continue
              foreign++
              at[foreign] = number; place[foreign] = start
              says[foreign] = "this line, which is not ours, leads " name " to " field[1] ", and it stands "
            }
          }
          reading != 1 {
            if ($0 == "=") { reading = 1; next }
            tab = index($0, "\t")
            name = substr($0, tab + 1)
            wanted[name] = wanted[name] " " substr($0, 1, tab - 1) " "
            if (name == machine) own = name
            next
          }
          {
            number++
            start = total
            text = $0
            width = length(text) + 1
            total += width
            ending = previous
            if (number == 1 && bom) { text = substr(text, 4); start = 3; width -= 3 }
            isMarker = index(text, "# BEGIN apim-dns owner=") == 1 || index(text, "# END apim-dns owner=") == 1
            isEnded = total <= size
            previous = isEnded ? (text ~ /\r$/ ? 2 : 1) : 0
            if (!isEnded) width--
            if (isEnded) { feeds++; if (previous == 2) pairs++ }
            if (index(text, "# BEGIN apim-dns owner=") == 1 && !open) { feedsHere = 0; pairsHere = 0 }
            if (isEnded) { feedsHere++; if (previous == 2) pairsHere++ }
            if (isMarker) marker(text)
            else if (substr(text, 1, 1) != "#") entry(text)
          }
          END {
            if (failed) exit 3
            if (open) disorder(open, "the block of owner " opener " begins here and ends nowhere")
            if (!found) { from = size; to = size; flag = 0; drop = 0 }
            count = 0
            if (own != "" && !force) {
              print "apim-dns: refused: " path ": the name " own " is this machine\047s own, and programs rely on what it " \
                "leads to; take it out of the inventory, or use --force to write it all the same" | "cat >&2"
              count++
            }
            for (i = 1; i <= foreign && !force; i++) {
              if (found && place[i] >= from && place[i] < to) continue
              side = !found || place[i] < from ? "before our block, so that it wins where the first match counts" : \
                "behind our block, so that both answer where all matches count"
              complain(at[i], says[i] side "; take the name out of it, or use --force to write our block beside it")
              count++
            }
            if (count) exit 3
            glue = !found && total > size && size > (bom ? 3 : 0)
            isMostly = pairs > feeds - pairs
            printf "%.0f %.0f %d %d %d %d\n", from, to, flag, drop, glue, isMostly
          }'
    }

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
      [ "$glue" = 1 ] && flag=1
      stage "$new"
      {
        if [ "$from" -gt 0 ]; then head -c "$from" "$old"; fi &&
          if [ "$glue" = 1 ] && [ -n "$wanted" ]; then
            if [ "$carriage" = 1 ]; then printf '\r\n'; else echo; fi
          fi &&
          block "$flag" "$carriage" &&
          tail -c +$((to + 1)) "$old"
      } >"$new" || fail "cannot write the new file"
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

    tries=0
    while :; do
      compose
      if [ -e "$target" ] && cmp -s "$old" "$new"; then
        echo "$file: in sync"
        exit 0
      fi
      [ -e "$target" ] || [ -n "$wanted" ] || { echo "$file: in sync"; exit 0; }
      if [ -n "$planned" ] && [ "$planned" != "$present $target" ]; then
        refuse "$file: our block, or the place to which it leads, has changed since the plan was made; run the command again"
      fi
      sync "$new" 2>/dev/null || sync
      if [ -e "$target" ] && { [ "$backup" = 1 ] || grep -qF " $target " /proc/self/mountinfo 2>/dev/null; }; then
        stage "$saved"
        cat "$old" >"$saved" || fail "cannot keep a backup"
        sync "$saved" 2>/dev/null || sync
        mv -f "$saved" "$target.apim-dns.bak" || fail "cannot keep a backup"
      fi
      isCurrent && break
      tries=$((tries + 1))
      [ "$tries" -lt 10 ] || refuse "$file: it changes all the time; run again"
    done

    # Where a connection is gone that somebody waited behind, this does not get out, and nothing is written.
    [ -z "$planned" ] || echo "$file: writing" || fail "nobody waits for it any more"
    if ! message=$(mv -f "$new" "$target" 2>&1); then
      grep -qF " $target " /proc/self/mountinfo 2>/dev/null || fail "cannot put the new file in its place: $message"
      # It is mounted on its own: the same file gets the new bytes, and is cut to its new length last.
      if ! { dd if="$new" of="$target" conv=notrunc && dd if=/dev/null of="$target" bs=1 seek="$(($(wc -c <"$new")))" &&
        cmp -s "$new" "$target"; } 2>/dev/null; then
        fail "cannot write it; copy the contents before from $target.apim-dns.bak"
      fi
      echo "warning: $file: it was rewritten in place, not in one step; the contents before are in $target.apim-dns.bak" >&2
    fi
    sync "$folder" 2>/dev/null || sync
    echo "$file: changed"

    """#
}
