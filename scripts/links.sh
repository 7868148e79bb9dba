#!/bin/sh
# Checks that every relative link in a Markdown file leads to a file of this repository, and that every test that is named behind
# the link to its file exists.
set -eu
cd "$(dirname "$0")/.."

failed=0
for page in $(git ls-files '*.md'); do
  folder=$(dirname "$page")
  for link in $(grep -oE '\]\([^)#]+' "$page" | sed 's/^](//' | grep -vE '^(https?|mailto):' || true); do
    if [ ! -e "$folder/$link" ]; then
      echo "links: $page leads to $link, which does not exist" >&2
      failed=1
    fi
  done
done
for page in $(git ls-files '*.md'); do
  # shellcheck disable=SC2016
  for test in $(tr '\n' ' ' <"$page" | grep -oE 'Tests\.swift\)([ ,]*`[A-Za-z0-9_]+`)+' | grep -oE '`[A-Za-z0-9_]+`' | tr -d '`'); do
    if ! grep -rqE "func $test\b" Tests; then
      echo "links: $page names the test $test, which does not exist" >&2
      failed=1
    fi
  done
done
[ "$failed" = 0 ] && echo "links: every relative link leads to a file, and every named test exists"
exit "$failed"
