extension HostsScript {
  /// What every script begins with, once `$file` is set: where the file really is, and how a script ends that cannot go on.
  static let opening = #"""

    fail() { echo "apim-dns: $file: $1" >&2; exit 1; }
    refuse() { echo "apim-dns: refused: $1" >&2; exit 3; }

    if [ -L "$file" ] && [ ! -e "$file" ]; then
      refuse "$file: is a symbolic link that leads nowhere; make what it leads to, or remove it"
    fi
    target=$(readlink -f "$file") || fail "cannot find out where it leads"
    [ ! -e "$target" ] || [ -f "$target" ] || refuse "$file: is no regular file"
    folder=$(dirname "$target")

    """#
}
