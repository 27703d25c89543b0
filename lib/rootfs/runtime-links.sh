# Removes the links that maintainer scripts made to what a runtime lacks, a manual say.
for tree in /of-minbase /of-packages; do
  cd "$tree"
  find . -type l
done | while read -r path; do
  if ! leads_somewhere "${path#.}"; then rm -f "/target/$path"; fi
done
