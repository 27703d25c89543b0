# Makes the folders that systemd makes when it starts the units of packages: there is no systemd in a
# runtime. What is left to the one who runs the image is told.
#
#   systemd.exec(5): RuntimeDirectory=, StateDirectory=, CacheDirectory=, LogsDirectory=,
#   ConfigurationDirectory= and their modes, User=, Group=, DynamicUser=
#   systemd.socket(5): the folders that sockets lie in, DirectoryMode=

# Prints a line for each folder of a unit, whose files are given, with tabs between: "own", path, mode,
# user and group of what its service has; "shared", path and mode of what stays as it is where it is
# there; "link", path and where to. No user is "-".
print_folders() {
  awk '
    function tell(what, why) { print "not made: " what " of " unit ": " why | "cat >&2" }

    # The text with its specifiers replaced; nothing where one is known when a unit starts only. Which
    # instances of a template there will be is not known, which is nothing to tell.
    function replaced(text,   at, letter, done) {
      while ((at = index(text, "%")) > 0) {
        letter = substr(text, at + 1, 1)
        if (!(letter in specifier)) {
          if (!(is_template && letter ~ /[niNI]/)) tell(text, "what %" letter " is, a start tells")
          return ""
        }
        done = done substr(text, 1, at - 1) specifier[letter]
        text = substr(text, at + 2)
      }
      return done text
    }
    function is_left_out(path) {
      return path ~ /(^|\/)\.\.?(\/|$)/ || path ~ /^\/(run|var\/(lib|cache|log))\/systemd(\/|$)/
    }
    function given(value, other) { return value == "" ? other : value }

    function own_folders(key, base,   words, count, i, parts, path, kind, owner) {
      kind = key == "ConfigurationDirectory" ? "shared" : "own"
      owner = given(replaced(value["User"]), "-") "\t" given(replaced(value["Group"]), "-")
      count = split(value[key], words, " ")
      for (i = 1; i <= count; i++) {
        split(replaced(words[i]) "::", parts, ":")
        path = base "/" parts[1]
        if (parts[1] == "" || is_left_out(path)) continue
        if (kind == "own" && tolower(value["DynamicUser"]) ~ /^(1|y|yes|t|true|on)$/) {
          tell(path, "its owner is made at each start; make it one of writable")
          continue
        }
        print kind "\t" path "\t" given(value[key "Mode"], "0755") "\t" owner
        if (parts[2] != "" && !is_left_out("/" parts[2])) print "link\t" base "/" parts[2] "\t" path
      }
    }
    function socket_folders(   words, count, i, path) {
      count = split(value["Listen"], words, " ")
      for (i = 1; i <= count; i++) {
        path = replaced(words[i])
        if (path !~ /^\/(run|var)\/.*\// || is_left_out(path)) continue
        sub(/\/[^\/]*$/, "", path)
        print "shared\t" path "\t" given(value["DirectoryMode"], "0755")
      }
    }

    NR == 1 {
      unit = FILENAME; sub(/^\.\//, "", unit)
      name = unit; sub(/\.[a-z]*$/, "", name)
      is_template = name ~ /@$/
      prefix = name; sub(/@.*/, "", prefix)
      component = prefix; sub(/.*-/, "", component)
      specifier["%"] = "%"; specifier["p"] = prefix; specifier["j"] = component
      specifier["t"] = "/run"; specifier["S"] = "/var/lib"; specifier["C"] = "/var/cache"
      specifier["L"] = "/var/log"; specifier["E"] = "/etc"
      if (!is_template) {
        specifier["n"] = unit; specifier["N"] = name; specifier["i"] = specifier["I"] = ""
      }
    }
    FNR == 1 { section = line = "" }
    /^[ \t]*[#;]/ { next }
    {
      line = line $0
      if (sub(/\\$/, " ", line)) next
      text = line; line = ""
      gsub(/^[ \t]+|[ \t\r]+$/, "", text)
      if (text ~ /^\[/) section = text
      at = index(text, "=")
      if (section !~ /^\[(Service|Socket)\]$/ || at == 0) next
      key = substr(text, 1, at - 1); text = substr(text, at + 1)
      sub(/[ \t]+$/, "", key); sub(/^[ \t]+/, "", text)
      if (key ~ /^Listen(Stream|Datagram|SequentialPacket|FIFO)$/) key = "Listen"
      # A list is added to, and begun anew by an empty value.
      if (key == "Listen" || key ~ /Directory$/) {
        gsub(/"/, "", text)
        if (text != "") text = value[key] " " text
      }
      value[key] = text
    }
    END {
      own_folders("RuntimeDirectory", "/run")
      own_folders("StateDirectory", "/var/lib")
      own_folders("CacheDirectory", "/var/cache")
      own_folders("LogsDirectory", "/var/log")
      own_folders("ConfigurationDirectory", "/etc")
      socket_folders()
    }
  ' "$@"
}

# Prints user:group, by number, of the user $1 and the group $2; a side that is not given is empty.
owner_of() {
  local user='' group=''
  if [ "$1" != - ]; then
    user=$(account_number passwd "$1") || return 1
    group=$(account_number passwd "$1" 4) || return 1
  fi
  if [ "$2" != - ]; then group=$(account_number group "$2") || return 1; fi
  echo "$user:$group"
}

make_own() {
  local path=/target$1 owner
  if ! owner=$(owner_of "$3" "$4"); then
    echo "not made: $1: there is no account $3 or no group $4" >&2
    return
  fi
  if [ -L "$path" ] || { [ -e "$path" ] && [ ! -d "$path" ]; }; then
    echo "not made: $1: it is no folder" >&2
    return
  fi
  mkdir -p "$path"
  # What is in it changes hands where it does itself, as systemd does it.
  if [ "$owner" != : ] && [ "$(stat -c %u:%g "$path")" != "$owner" ]; then
    chown -hR "$owner" "$path"
  fi
  chmod "$2" "$path"
}

if [ -d /target/usr/lib/systemd/system ]; then
  cd /target/usr/lib/systemd/system
  for unit in *.service *.socket; do
    # A link is another name of a unit, or masks it.
    if [ -L "$unit" ] || [ ! -f "$unit" ]; then continue; fi
    set -- "./$unit"
    for part in "$unit.d"/*.conf; do
      if [ -f "$part" ]; then set -- "$@" "./$part"; fi
    done
    print_folders "$@"
  done > /unit-folders
  # Those of nobody come first: a service that has a user gets the folder in any case.
  sort -s -t "$(printf '\t')" -k 4,4 /unit-folders |
    while IFS="$(printf '\t')" read -r kind path rest user group; do
      case $kind in
        own) make_own "$path" "$rest" "$user" "$group" ;;
        *)
          if [ -e "/target$path" ] || [ -L "/target$path" ]; then continue; fi
          if [ "$kind" = link ]; then
            mkdir -p "/target${path%/*}"
            ln -s "$rest" "/target$path"
          else
            mkdir -p "/target$path"
            chmod "$rest" "/target$path"
          fi
          ;;
      esac
    done
fi
