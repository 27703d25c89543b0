# The second part of unpacking, after open-debs.sh: all packages in /debs.
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
