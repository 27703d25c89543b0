# Writes to /changes how the root differs from before:
#
#   tree/       what is new or holds something else
#   attributes  mode, owner, group and path of what only changed hands
#   removed     paths, the deepest first
#   packages    names of the packages whose scripts ran
printf '%s\n' "$@" > /changes/packages
list_root > /changes/after
touch /changes/attributes /changes/removed /changes/paths
awk -F '\t' '
  # With the folders above, so that they are made as they are here.
  function add(path) {
    if (path in added) return
    added[path] = 1
    if (path ~ /\//) add(substr(path, 1, match(path, /\/[^\/]*$/) - 1))
    print path > "/changes/paths"
  }
  FILENAME == ARGV[1] { content[$1] = $2; owner[$1] = $3; next }
  {
    if (!($1 in content) || content[$1] != $2) add(substr($1, 2))
    else if (owner[$1] != $3) print $3 " " substr($1, 2) > "/changes/attributes"
    # What is of another kind now was removed, too.
    if ($1 in content && substr(content[$1], 1, 1) == substr($2, 1, 1)) delete content[$1]
  }
  END { for (path in content) if (path != "/") print substr(path, 2) > "/changes/removed" }
' /changes/before /changes/after
for list in attributes removed; do LC_ALL=C sort -r -o "/changes/$list" "/changes/$list"; done
mkdir /changes/tree
# Names are taken as they are: units of systemd have backslashes in theirs. No pipe, which would hide
# that the first of its two failed.
tar -C / --no-recursion --verbatim-files-from -c -f /changes/tar -T /changes/paths
tar -C /changes/tree -x --same-owner -p -f /changes/tar
rm /changes/before /changes/after /changes/paths /changes/tar "$dated"
