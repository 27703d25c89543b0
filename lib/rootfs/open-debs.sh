# Unpacks the .debs in /debs into /target and registers them with dpkg there, as if by
# "dpkg --unpack". Runs in a root that holds busybox alone; / is thrown away afterwards.
#
#   $1  state that dpkg is told, e.g. "install ok unpacked"
#   $2  Debian architecture of the target
#   $3  date of what is made, seconds since 1970; date.sh
#   $4  for a runtime, GNU triplet of the target's library folders; runtime-changes.sh
#   $5, $6  triplet and Debian architecture of where maintainer scripts ran
set -euo pipefail
umask 022
export LC_ALL=C
/bin/busybox --install -s /bin
export PATH=/bin

state=$1 target_architecture=$2 target=/target dated=/dated
target_triplet=${4-} triplet=${5-} architecture=${6-}
touch -d "@$3" "$dated"
database=/target/var/lib/dpkg
mkdir /work

# Prints a member of a .deb, decompressed.
print_member() {
  case $2 in
    *.xz) ar p "/debs/$1" "$2" | unxz ;;
    *.gz) ar p "/debs/$1" "$2" | gunzip ;;
    *.zst) ar p "/debs/$1" "$2" | unzstd ;;
    *) ar p "/debs/$1" "$2" ;;
  esac
}

# x.deb becomes /work/x.deb/control/* and /work/x.deb/data.tar.
open_deb() {
  mkdir -p "/work/$1/control"
  for member in $(ar t "/debs/$1"); do
    case $member in
      control.tar*) print_member "$1" "$member" | tar x -C "/work/$1/control" ;;
      data.tar*) print_member "$1" "$member" > "/work/$1/data.tar" ;;
    esac
  done
  if [ ! -s "/work/$1/control/control" ] || [ ! -s "/work/$1/data.tar" ]; then
    echo "$1: no Debian package" >&2
    return 1
  fi
}

# One package after another, so that the same file wins on every machine.
extract() {
  tar xvf "/work/$1/data.tar" -C /target > "/work/$1/list"
  rm "/work/$1/data.tar"
}
