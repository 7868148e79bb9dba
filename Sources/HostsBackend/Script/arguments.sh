# Takes the arguments: an option, or the path of the hosts file. '--' ends the options.

usage() {
  if [ -n "$(lines)" ]; then task=Writes; else task=Removes; fi
  cat <<END_OF_USAGE
$task the managed block of owner $owner in a hosts file, on a machine without apim-dns.

Usage: sh SCRIPT [FILE]

  FILE        the hosts file (default $standard)
  -h, --help  print this help

Exit codes: 0 changed or in sync, 1 failed, 3 refused before any change.
END_OF_USAGE
}

case ${1-} in
-h | --help) usage && exit 0 ;;
--) shift ;;
-*)
  printf '%s\n' "apim-dns: refused: unknown option '$1'. Use --help, or ./$1 for a file with this name." >&2
  exit 3
  ;;
esac
file=${1-$standard}

