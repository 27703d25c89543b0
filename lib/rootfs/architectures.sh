# The architecture whose maintainer scripts ran, that of the tree in /target, and the date of what is
# made:
#
#   $1, $2  GNU triplet of its library folders and Debian architecture of the first
#   $3, $4  those of the target
#   $5      seconds since 1970
triplet=$1 architecture=$2 target_triplet=$3 target_architecture=$4
target=/target dated=/dated database=/target/var/lib/dpkg
touch -d "@$5" "$dated"
