#!/bin/sh
# Writes the managed block of a hosts file, as 'apim-dns apply hosts' does, on a machine without that program.
# usage: sh SCRIPT [--help | FILE]        exit: 0 changed or in sync, 1 failed, 3 refused, nothing written
set -u
