# Reads the desired lines, a line '=', and the file. Bytes that awk implementations treat differently are replaced one by
# one: NUL by the byte 1, the byte 1 by the byte 2, and all that is not ASCII by '~'. The byte 1 ends an entry as '#' does.
examine() {
  case ${file##*/} in
  *.[Aa][Ll][Ll][Oo][Ww] | *.[Dd][Ee][Nn][Yy] | *.[Ee][Qq][Uu][Ii][Vv] | *.[Cc][Oo][Nn][Ff]) named=0 ;;
  *[Hh][Oo][Ss][Tt][Ss]*) named=1 ;;
  *) named=0 ;;
  esac
  { lines; echo '='; tr '\000\001\200-\377' '\001\002~' <"$old"; } |
    path=$file awk -v size="$size" -v bom="$bom" -v owner="$owner" -v glued="${glued#*owner=* }" -v force="$force" -v named="$named" \
      -v machine="$(uname -n | tr '[:upper:]' '[:lower:]')" '
      BEGIN { path = ENVIRON["path"] }
      function complain(line, text) { print "apim-dns: refused: " path ":" line ": " text | "cat >&2" }
      function refuseMarkers(line, text) {
        complain(line, text ". Correct the markers by hand, then run again.")
        failed = 1
        exit 3
      }
      # The value of a number as in C: decimal, octal with a leading 0, or hexadecimal with 0x; -1 if it is none.
      function valueOf(text,   base, digits, value, digit, i) {
        text = tolower(text)
        base = text ~ /^0x./ ? 16 : text ~ /^0/ ? 8 : 10
        if (base == 16) text = substr(text, 3)
        digits = substr("0123456789abcdef", 1, base)
        for (i = 1; i <= length(text); i++) {
          digit = index(digits, substr(text, i, 1))
          if (!digit) return -1
          if (value < 4294967296) value = value * base + digit - 1
        }
        return i > 1 ? value : -1
      }
      # The address that musl reads from text such as 127.1, 0x0a090909 or 010.9.9.9; empty if it reads none.
      function looseAddress(text,   part, count, value, limit, i, result) {
        count = split(text, part, ".")
        if (!count || count > 4) return ""
        for (i = 1; i <= count; i++) {
          value[i] = part[i] ~ /^[0-9]/ ? valueOf(part[i]) : -1
          if (value[i] < 0 || i < count && value[i] > 255) return ""
        }
        limit = 256
        for (i = 4; i > count; i--) limit *= 256
        if (value[count] >= limit) return ""
        for (i = 4; i >= count; i--) {
          part[i] = value[count] % 256
          value[count] = int(value[count] / 256)
        }
        for (i = 1; i < count; i++) part[i] = value[i]
        for (i = 1; i <= 4; i++) result = result (i > 1 ? "." : "") part[i]
        return result
      }
      function mayBeIPv6(text) { return index(text, ":") && text ~ /^[0-9A-Fa-f:.]+(%[A-Za-z0-9_.*~-]*)?$/ }
      # Whether the text is an IPv4 address, even with leading zeros.
      function isIPv4(text,   part, count, i) {
        count = split(text, part, ".")
        if (count != 4) return 0
        for (i = 1; i <= 4; i++) if (part[i] !~ /^[0-9]+$/ || length(part[i]) > 3 || part[i] + 0 > 255) return 0
        return 1
      }
      # The number of 16-bit groups in a part of an IPv6 address, or 100 if it is not a valid part.
      function groups(text, mayEndInIPv4,   part, count, i, more) {
        if (text == "") return 0
        count = split(text, part, ":")
        if (mayEndInIPv4 && isIPv4(part[count])) { more = 2; count-- }
        for (i = 1; i <= count; i++) if (part[i] !~ /^[0-9A-Fa-f]+$/ || length(part[i]) > 4) return 100
        return count + more
      }
      function isIPv6(text,   place) {
        place = index(text, "%")
        if (place) {
          if (substr(text, place + 1) !~ /^[A-Za-z0-9_.*~-]+$/) return 0
          text = substr(text, 1, place - 1)
        }
        place = index(text, "::")
        if (!place) return groups(text, 1) == 8
        return groups(substr(text, 1, place - 1), 0) + groups(substr(text, place + 2), 1) < 8
      }
      # Whether no label of a name has more than 63 bytes.
      function isShort(name,   part, count, i) {
        count = split(name, part, ".")
        for (i = 1; i <= count; i++) if (length(part[i]) > 63) return 0
        return 1
      }
      # Whether a line is an address and names, as in hosts files and hardly in others.
      function isPlain(text,   field, count, i) {
        sub(/\r+$/, "", text)
        sub(/[#\001].*/, "", text)
        sub(/^[ \t]+/, "", text)
        sub(/[ \t]+$/, "", text)
        count = split(text, field, /[ \t]+/)
        if (count < 2 || !isIPv4(field[1]) && !isIPv6(field[1])) return 0
        for (i = 2; i <= count; i++) {
          if (field[i] !~ /^[A-Za-z0-9_.*~-]+$/ || field[i] !~ /[A-Za-z_.~]/ || !isShort(field[i])) return 0
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
        if (length(name) > 63 || name !~ /^[A-Za-z0-9_.-]+$/) {
          refuseMarkers(number, "the owner in this marker is not 1-63 letters, digits, hyphens, underscores or dots")
        }
        if (field[2] == "BEGIN") {
          if (open) refuseMarkers(number, "a block of owner " name " starts inside the block of owner " opener \
            " that starts in line " open)
          open = number; opener = name; opened = start; before = ending
          remark = rest
        } else {
          if (!open || opener != name) refuseMarkers(number, "a block of owner " name " ends here, but no BEGIN " \
            "marker comes before it")
          if (name == owner) {
            if (found) refuseMarkers(open, "owner " owner " has a second block here; the first one starts in line " found)
            found = open; from = opened; to = start + width; flag = remark == glued; drop = before
            feeds -= feedsHere; pairs -= pairsHere
          }
          open = 0
        }
      }
      function entry(text,   whole, field, count, i, name) {
        whole = text
        sub(/[#\001].*/, "", text)
        sub(/^[ \t\v\f\r]+/, "", text)
        count = split(text, field, /[ \t\v\f\r]+/)
        if (count > 1 && field[count] == "") count--
        if (count > 0 && examined < 1000) {
          examined++
          plain += isPlain(whole)
        }
        if (count < 2 || open && opener == owner) return
        for (i = 2; i <= count; i++) {
          name = tolower(field[i])
          sub(/\.$/, "", name)
          if (!(name in wanted)) continue
          address = looseAddress(field[1])
          if (address != "" ? index(wanted[name], " " address " ") : !mayBeIPv6(field[1])) continue
          key = name " " field[1]
          if (key in entries) {
            if (last[key] != number) more[key]++
          } else {
            conflicts++
            if (conflicts <= 100) { keys[conflicts] = key; at[conflicts] = number; place[conflicts] = start }
            entries[key] = "this unmanaged line maps " name " to " field[1] " and comes "
          }
          last[key] = number
        }
      }
      reading != 1 {
        if ($0 == "=") { reading = 1; next }
        tab = index($0, "\t")
        name = substr($0, tab + 1)
        wanted[name] = wanted[name] " " substr($0, 1, tab - 1) " "
        if (name == machine) own = name
        isWanted = 1
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
        if (open) refuseMarkers(open, "the block of owner " opener " starts here, but no END marker follows")
        if (!found) { from = size; to = size; flag = 0; drop = 0 }
        count = 0
        if (!found && isWanted && 4 * plain < examined && !force) {
          print "apim-dns: refused: " path ": this does not look like a hosts file: of " examined " lines with content, " \
            plain + 0 " are hosts entries. Give the path of the right file, or use --force to add the block " \
            "anyway." | "cat >&2"
          count++
        }
        if (!found && isWanted && !examined && !named && !force) {
          print "apim-dns: refused: " path ": this may not be a hosts file: it has no entries, and its name does not " \
            "contain \047hosts\047. Give the path of the right file, or use --force to add the block anyway." | "cat >&2"
          count++
        }
        if (own != "" && !force) {
          print "apim-dns: refused: " path ": the name " own " is this machine\047s own name, and programs rely on its " \
            "address. Remove it from the inventory, or use --force to write it anyway." | "cat >&2"
          count++
        }
        for (i = 1; i <= conflicts && i <= 100 && !force; i++) {
          side = !found || place[i] < from ? \
            "before the managed block, so it takes precedence where the first match wins" : \
            "after the managed block, so resolvers that use all matches return both addresses"
          key = keys[i]
          if (more[key]) side = side " (later lines with the same mapping: " more[key] ")"
          complain(at[i], entries[key] side ". Remove the name from this line, or use --force to add the block anyway.")
          count++
        }
        if (conflicts > 100 && !force) {
          print "apim-dns: refused: " path ": unmanaged lines map names of the inventory to other addresses in " conflicts - 100 \
            " more cases. Remove the names from those lines, or use --force to add the block anyway." | "cat >&2"
        }
        if (count) exit 3
        glue = !found && total > size && size > (bom ? 3 : 0) ? (text ~ /\r$/ ? 2 : 1) : 0
        isMostly = pairs + (glue == 2) > feeds - pairs
        printf "%.0f %.0f %d %d %d %d\n", from, to, flag, drop, glue, isMostly
      }'
}
