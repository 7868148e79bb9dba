# The programs without which nothing is tried: a small machine may lack one, and half of the work is none.

missing=
for need in awk cat chmod cmp cp dd dirname head id ls mv od readlink rm sleep sync tail tr uname wc; do
  command -v "$need" >/dev/null 2>&1 || missing="$missing $need"
done
[ -z "$missing" ] || fail "it takes programs that are not on this machine, or not on PATH; install them there:$missing"
