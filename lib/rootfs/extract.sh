# Unpacks an archive that the daemon itself cannot open. Runs in a root that holds busybox alone.
#
#   $1  format: tar.xz, zip or deb
#   $2  the archive
set -euo pipefail
umask 022
export LC_ALL=C
/bin/busybox --install -s /bin
export PATH=/bin

format=$1 archive=$2 target=/target
case $format in
  tar.xz) unxz < "$archive" | tar x -C "$target" ;;
  zip) unzip -q "$archive" -d "$target" ;;
  deb)
    data=$(ar t "$archive" | grep '^data\.tar')
    case $data in
      *.xz) ar p "$archive" "$data" | unxz ;;
      *.gz) ar p "$archive" "$data" | gunzip ;;
      *.zst) ar p "$archive" "$data" | unzstd ;;
      *) ar p "$archive" "$data" ;;
    esac | tar x -C "$target"
    ;;
esac
