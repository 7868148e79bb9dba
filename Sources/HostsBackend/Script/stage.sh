# Three temporary files beside the target, which are gone however the script ends.

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
