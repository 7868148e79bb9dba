#!/bin/sh
# Checks that every relative link in a Markdown file leads to a file of this repository.
set -eu
cd "$(dirname "$0")/.."

failed=0
for page in $(git ls-files '*.md'); do
  folder=$(dirname "$page")
  for link in $(grep -oE '\]\([^)#]+' "$page" | sed 's/^](//' | grep -vE '^(https?|mailto):' || true); do
    if [ ! -e "$folder/$link" ]; then
      echo "links: $page leads to $link, which is not there" >&2
      failed=1
    fi
  done
done
[ "$failed" = 0 ] && echo "links: every relative link leads somewhere"
exit "$failed"
