# The lock of apim-dns itself is on the folder; whoever can read that can hold it, so nobody waits for ever.

# The seconds after which it is given up.
patience=60

# Takes the lock until the shell ends. Not every flock knows how to wait for some seconds.
takeLock() {
  exec 9<"$folder"
  case $(flock --help 2>&1) in
  *' -w'*) waited=$patience && set -- -w "$patience" ;;
  *) waited=0 && set -- -n ;;
  esac
  until message=$(flock "$@" 9 2>&1); do
    [ -z "$message" ] || fail "cannot lock its folder: ${message##*: }"
    [ "$waited" -lt "$patience" ] ||
      fail "another run has held the folder's lock for $patience s; wait for it to end"
    sleep 1
    waited=$((waited + 1))
  done
}
