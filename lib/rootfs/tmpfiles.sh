# Makes the folders that packages have in /usr/lib/tmpfiles.d for systemd to make at each start: there
# is no systemd in a runtime.
#
#   tmpfiles.d(5): type, path, mode, user, group
number_of() {
  cat "/target/etc/$1" "/changes/tree/etc/$1" "/minbase/tree/etc/$1" 2> /dev/null |
    awk -F: -v name="$2" '$1 == name { print $3; exit }'
}
for file in /target/usr/lib/tmpfiles.d/*.conf; do
  if [ -e "$file" ]; then cat "$file"; fi
done | while read -r type path mode user group _; do
  case $type in
    d | D | d! | D! | v | q | Q) ;;
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
  case ${user:--} in
    - | root) ;;
    *) chown "$(number_of passwd "$user")" "/target$path" ;;
  esac
  case ${group:--} in
    - | root) ;;
    *) chgrp "$(number_of group "$group")" "/target$path" ;;
  esac
done
