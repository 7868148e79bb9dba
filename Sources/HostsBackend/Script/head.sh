#!/bin/sh
# Keeps one marked block in a hosts file, as 'apim-dns apply hosts' does, where that program is not installed.
# usage: sh SCRIPT [FILE]        exit: 0 done or nothing to do, 1 failed, 3 refused and nothing written
set -u
LC_ALL=C
# Programs are looked for in folders that are given from the root: all others depend on where the script was started.
rest=${PATH-}: folders=
while [ -n "$rest" ]; do
  case $rest in /*) folders=$folders${folders:+:}${rest%%:*} ;; esac
  rest=${rest#*:}
done
PATH=${folders:-/usr/bin:/bin}
export LC_ALL PATH
