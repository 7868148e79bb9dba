# Programs are looked up in absolute folders only: all others depend on where the script was started.
rest=${PATH-}: folders=
while [ -n "$rest" ]; do
  case $rest in
  /proc/* | /dev/*) ;;
  /*) folders=$folders${folders:+:}${rest%%:*} ;;
  esac
  rest=${rest#*:}
done
PATH=${folders:-/usr/bin:/bin}
LC_ALL=C
export LC_ALL PATH
