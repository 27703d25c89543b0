# Dates what is newer than the file $dated in $target to it, so that a layer is the same whenever it
# is made. What packages hold keeps the date that it has there; mounts are not of the tree.
find "$target/" -xdev \
  \( -path /proc -o -path /sys -o -path /dev -o -path /changes -o -path /run/buildkit-cdk \
  -o -path /etc/hosts -o -path /etc/resolv.conf \) -prune \
  -o -newer "$dated" -exec touch -h -r "$dated" {} +
