# Takes the same lock on the folder as apim-dns. Every user who can read the folder can hold it, so waiting has a limit.

# How long to wait, in seconds.
lockTimeout=60

# Takes the lock until the shell ends. Not every flock can wait with a time limit. It gets the folder as its standard input,
# which has the same lock: mksh and ksh93 close descriptor 9 for the programs that they start.
takeLock() {
  exec 9<"$folder"
  case $(flock --help 2>&1) in
  *' -w'*) waited=$lockTimeout && set -- -w "$lockTimeout" ;;
  *) waited=0 && set -- -n ;;
  esac
  until message=$(flock "$@" 0 <&9 2>&1); do
    [ -z "$message" ] || fail "cannot lock its folder: ${message##*: }"
    [ "$waited" -lt "$lockTimeout" ] ||
      fail "another run has held the folder's lock for $lockTimeout s. Wait for that run to end, then run again."
    sleep 1
    waited=$((waited + 1))
  done
}
