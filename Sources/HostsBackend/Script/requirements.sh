# Checks for required programs first, so that the script does not stop halfway.

missing=
for need in awk cat chmod cmp cp dd dirname head id ls mv od readlink rm sleep sync tail tr uname wc; do
  command -v "$need" >/dev/null 2>&1 || missing="$missing $need"
done
[ -z "$missing" ] || fail "programs are missing on this machine, or not on PATH:$missing. Install them."
