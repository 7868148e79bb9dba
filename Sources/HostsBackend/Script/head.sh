#!/bin/sh
# Keeps one marked block in a hosts file, as 'apim-dns apply hosts' does, where that program is not installed.
# usage: sh SCRIPT [FILE]        exit: 0 done or nothing to do, 1 failed, 3 refused and nothing written
set -u
LC_ALL=C
# Programs are looked for in folders that are given from the root: all others depend on where the script was started.
# shellcheck disable=SC2123
rest=${PATH-}: PATH=
while [ -n "$rest" ]; do
  case $rest in /*) PATH=$PATH${PATH:+:}${rest%%:*} ;; esac
  rest=${rest#*:}
done
PATH=${PATH:-/usr/bin:/bin}
export LC_ALL PATH
