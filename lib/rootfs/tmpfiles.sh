# Makes the folders and links that packages have in /usr/lib/tmpfiles.d for systemd to make at each
# start: there is no systemd in a runtime. What else packages have there below /run and /var is told.
#
#   tmpfiles.d(5): type, path, mode, user, group, age, argument

# The number of the account that a line names; says which one there is none of.
number_of() {
  account_number "$@" || {
    echo "tmpfiles.d: \"$2\" is not in /etc/$1" >&2
    return 1
  }
}

make_tmpfolder() {
  local path=/target$1 mode=$2 user=$3 group=$4 number
  if [ -d "$path" ] && [ ! -L "$path" ]; then
    # With a colon, modes and owners are those of what is made anew; with a tilde, of what allows more.
    case $mode in *[:~]*) mode=- ;; esac
    case $user in :*) user=- ;; esac
    case $group in :*) group=- ;; esac
  fi
  if [ -L "$path" ] || ! mkdir -p "$path" 2> /dev/null; then
    echo "tmpfiles.d: $1 is no folder" >&2
    return
  fi
  mode=$(printf %s "$mode" | tr -d ':~') user=${user#:} group=${group#:}
  if [ "${user:--}" != - ]; then
    number=$(number_of passwd "$user")
    chown "$number" "$path"
  fi
  if [ "${group:--}" != - ]; then
    number=$(number_of group "$group")
    chgrp "$number" "$path"
  fi
  if [ "${mode:--}" != - ]; then chmod "$mode" "$path"; fi
}

for file in /target/usr/lib/tmpfiles.d/*.conf; do
  if [ -e "$file" ]; then cat "$file"; fi
done | while read -r type path mode user group _ argument; do
  case $path in
    *%* | /run/systemd* | /var/lib/systemd* | /run/log/journal* | /var/log/journal* | /run/nologin | \
      /run/credstore* | /tmp* | /var/tmp*) continue ;;
    /run/* | /var/*) ;;
    *) continue ;;
  esac
  # A type may have marks behind it, of when and how: each start is the first one here.
  case ${type%%[!a-zA-Z]*} in
    d | D | v | q | Q) make_tmpfolder "$path" "${mode:--}" "${user:--}" "${group:--}" ;;
    L)
      if [ -e "/target$path" ] || [ -L "/target$path" ]; then continue; fi
      mkdir -p "/target${path%/*}"
      ln -s "${argument:-/usr/share/factory$path}" "/target$path"
      echo ".$path" >> /made-links
      ;;
    # They clean up.
    x | X | r | R | e | '') ;;
    *) echo "tmpfiles.d: not made: $type $path" >&2 ;;
  esac
done
