# Unpacks the .debs in /debs into /target and registers them with dpkg there, as if by
# "dpkg --unpack". Runs in a root that holds busybox alone; / is thrown away afterwards.
#
#   $1  state that dpkg is told, e.g. "install ok unpacked"
#   $2  Debian architecture of the target
set -eu
umask 022
export LC_ALL=C
/bin/busybox --install -s /bin
export PATH=/bin

state=$1 architecture=$2
database=/target/var/lib/dpkg
work=/work
mkdir -p "$work"

decompress() {
  case $1 in
    *.xz) unxz ;;
    *.gz) gunzip ;;
    *.zst) unzstd ;;
    *) cat ;;
  esac
}

# /debs/x.deb becomes /work/x.deb/control/* and /work/x.deb/data.tar.
open_deb() {
  into=$work/${1##*/}
  mkdir -p "$into/control"
  for member in $(ar t "$1"); do
    case $member in
      control.tar*) ar p "$1" "$member" | decompress "$member" | tar x -C "$into/control" ;;
      data.tar*) ar p "$1" "$member" | decompress "$member" > "$into/data.tar" ;;
    esac
  done
  if [ ! -s "$into/control/control" ] || [ ! -s "$into/data.tar" ]; then
    echo "${1##*/}: no Debian package" >&2
    return 1
  fi
}

# Decompression is the slow part: every processor takes its share.
workers=$(nproc)
open_share() {
  number=0
  for deb in /debs/*.deb; do
    number=$((number + 1))
    if [ $((number % workers)) -eq "$1" ]; then open_deb "$deb"; fi
  done
  : > "$work/done.$1"
}
share=0
while [ "$share" -lt "$workers" ]; do
  open_share "$share" &
  share=$((share + 1))
done
wait
share=0
while [ "$share" -lt "$workers" ]; do
  if [ ! -e "$work/done.$share" ]; then exit 1; fi
  share=$((share + 1))
done

# One package after another, so that the same file wins on every machine. base-files comes first:
# it holds the links of the merged /usr, which must be there before anything is put behind them.
extract() {
  tar xvf "$1/data.tar" -C /target > "$1/list"
  rm "$1/data.tar"
}
for folder in "$work"/base-files_*.deb "$work"/*.deb; do
  if [ -e "$folder/data.tar" ]; then extract "$folder"; fi
done

if [ ! -e "$database/status" ]; then
  mkdir -p "$database/info" "$database/updates" "$database/triggers" "$database/parts" "$database/alternatives"
  echo 1 > "$database/info/format"
  : > "$database/status"
  : > "$database/triggers/File"
  : > "$database/triggers/Unincorp"
  echo "$architecture" > "$database/arch"
  echo "$architecture" > "$database/arch-native"
fi

field() {
  sed -n "s/^$1: *//p" "$folder/control/control"
}

# info/<package>.*, with the architecture in the name where several may be installed together
register_files() {
  info=$database/info/$name
  sed -e 's,^\./,/,' -e 's,^/$,/.,' -e 's,\(.\)/$,\1,' "$folder/list" > "$info.list"
  for file in "$folder"/control/*; do
    if [ "${file##*/}" != control ]; then cp -p "$file" "$info.${file##*/}"; fi
  done
}

register_triggers() {
  if [ ! -f "$folder/control/triggers" ]; then return; fi
  awk -v name="$name" -v triggers="$database/triggers" '
    $1 ~ /^interest/ {
      entry = name ($1 == "interest-noawait" ? "/noawait" : "")
      if ($2 ~ /^\//) print $2 " " entry >> (triggers "/File")
      else print entry >> (triggers "/" $2)
    }' "$folder/control/triggers"
}

register_status() {
  awk -v state="$state" '
    /^$/ { next }
    { print }
    /^Package:/ { print "Status: " state }' "$folder/control/control"
  if [ -f "$folder/control/conffiles" ]; then
    echo Conffiles:
    while read -r path; do
      case $path in
        /*) hash=$(md5sum "/target$path") && echo " $path ${hash%% *}" ;;
      esac
    done < "$folder/control/conffiles"
  fi
  echo
}

for folder in "$work"/*.deb; do
  name=$(field Package)
  if [ "$(field Multi-Arch)" = same ]; then name=$name:$(field Architecture); fi
  register_files
  register_triggers
  register_status >> "$database/status"
done

