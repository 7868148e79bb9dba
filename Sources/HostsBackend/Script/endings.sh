# How the script speaks and ends. Where it is not said otherwise, a backslash in a path is no more than that.

say() { printf '%s\n' "$1"; }
fail() { say "apim-dns: $file: $1" >&2; exit 1; }
refuse() { say "apim-dns: refused: $1" >&2; exit 3; }
