#!/bin/sh
# Keeps one marked block in a hosts file, as 'apim-dns apply hosts' does, where that program is not installed.
# usage: sh SCRIPT [FILE]        exit: 0 done or nothing to do, 1 failed, 3 refused and nothing written
set -u
