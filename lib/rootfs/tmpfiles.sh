# Makes the folders that packages have in /usr/lib/tmpfiles.d for systemd to make at each start: there
# is no systemd in a runtime.
#
#   tmpfiles.d(5): type, path, mode, user, group

# The number of the account that a line names; says which one there is none of.
number_of() {
  account_number "$@" || {
    echo "tmpfiles.d: \"$2\" is not in /etc/$1" >&2
    return 1
  }
}
for file in /target/usr/lib/tmpfiles.d/*.conf; do
  if [ -e "$file" ]; then cat "$file"; fi
done | while read -r type path mode user group _; do
  # A type may have marks behind it, of when and how: each start is the first one here.
  case ${type%%[!dDvqQ]*} in
    d | D | v | q | Q) ;;
    *) continue ;;
  esac
  case $path in
    *%* | /run/systemd* | /var/lib/systemd* | /tmp* | /var/tmp*) continue ;;
    /run/* | /var/*) ;;
    *) continue ;;
  esac
  if [ -e "/target$path" ] || [ -L "/target$path" ]; then continue; fi
  mkdir -p "/target$path"
  case ${mode:--} in
    -) ;;
    *) chmod "${mode#[~:]}" "/target$path" ;;
  esac
  # With a colon, modes and owners are those of what is made anew.
  user=${user#:} group=${group#:}
  case ${user:--} in
    - | root) ;;
    *) chown "$(number_of passwd "$user")" "/target$path" ;;
  esac
  case ${group:--} in
    - | root) ;;
    *) chgrp "$(number_of group "$group")" "/target$path" ;;
  esac
done
