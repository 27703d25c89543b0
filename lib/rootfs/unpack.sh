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

# base-files comes first: it holds the links of the merged /usr, which must be there before anything
# is put behind them.
cd /debs
first=$(echo base-files_*.deb)
rest=$(for deb in *.deb; do if [ "$deb" != "$first" ]; then echo "$deb"; fi; done)
if [ -e "$first" ]; then rest="$first $rest"; fi

# While a package is extracted, the next ones are opened: every processor has work, and what lies
# about opened stays small. $1 and $2 are the oldest process that opens, and its package.
ahead=$(nproc)
set --
for deb in $rest; do
  open_deb "$deb" &
  set -- "$@" $! "$deb"
  if [ $# -gt $((2 * ahead)) ]; then
    wait "$1"
    extract "$2"
    shift 2
  fi
done
while [ $# -gt 0 ]; do
  wait "$1"
  extract "$2"
  shift 2
done

if [ ! -e "$database/status" ]; then
  mkdir -p "$database"
  (cd "$database" && mkdir -p info updates triggers parts alternatives)
  echo 1 > "$database/info/format"
  : > "$database/status"
  : > "$database/triggers/File"
  : > "$database/triggers/Unincorp"
  echo "$target_architecture" > "$database/arch"
  echo "$target_architecture" > "$database/arch-native"
fi

# Hashes of configuration files, for all packages at once.
cd /work
for file in */control/conffiles; do
  if [ -e "$file" ]; then cat "$file"; fi
done | sed -n 's,^/,/target/,p' | tr '\n' '\0' | xargs -0r md5sum > md5sums

# status, info/<package>.list and triggers of all packages, by one process. The package is named with
# its architecture where several may be installed together. The names are printed.
awk -v state="$state" -v database="$database" '
  function lines(file) { return (getline line < file) > 0 }
  function register_list(name, folder,   list) {
    list = database "/info/" name ".list"
    printf "" > list
    while (lines(folder "/list")) {
      sub(/^\.\//, "/", line)
      if (line == "/") line = "/."
      sub(/\/$/, "", line)
      print line > list
    }
    close(list)
    close(folder "/list")
  }
  function register_triggers(name, folder,   words) {
    while (lines(folder "/control/triggers")) {
      split(line, words)
      if (words[1] !~ /^interest/) continue
      entry = name (words[1] == "interest-noawait" ? "/noawait" : "")
      if (words[2] ~ /^\//) print words[2] " " entry >> (database "/triggers/File")
      else print entry >> (database "/triggers/" words[2])
    }
    close(folder "/control/triggers")
  }
  function register_status(stanza, folder,   has_conffiles) {
    printf "%s", stanza >> (database "/status")
    while (lines(folder "/control/conffiles")) {
      if (!has_conffiles++) print "Conffiles:" >> (database "/status")
      if (sub(/^remove-on-upgrade /, "", line)) {
        print " " line " newconffile remove-on-upgrade" >> (database "/status")
      }
      else if (line in md5) print " " line " " md5[line] >> (database "/status")
    }
    print "" >> (database "/status")
    close(folder "/control/conffiles")
  }
  BEGIN {
    while (lines("md5sums")) md5[substr(line, 42)] = substr(line, 1, 32)
    for (i = 1; i < ARGC; i++) {
      folder = ARGV[i]
      package = stanza = same = own = ""
      while (lines(folder "/control/control")) {
        if (line == "") continue
        stanza = stanza line "\n"
        key = line; value = line
        sub(/:.*/, "", key); sub(/^[^:]*: */, "", value)
        if (key == "Package") { package = value; stanza = stanza "Status: " state "\n" }
        if (key == "Architecture") own = value
        if (key == "Multi-Arch") same = value
      }
      close(folder "/control/control")
      name = package (same == "same" ? ":" own : "")
      register_list(name, folder)
      register_triggers(name, folder)
      register_status(stanza, folder)
      print folder, name
    }
  }' *.deb > names

# The rest of info/<package>.*
while read -r folder name; do
  for file in "$folder"/control/*; do
    case $file in
      */control) ;;
      *) mv "$file" "$database/info/$name.${file##*/}" ;;
    esac
  done
done < names
