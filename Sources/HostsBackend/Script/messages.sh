# Messages and exit codes. printf keeps backslashes in a path as they are.

say() { printf '%s\n' "$1"; }
fail() { say "apim-dns: $file: $1" >&2; exit 1; }
refuse() { say "apim-dns: refused: $1" >&2; exit 3; }
