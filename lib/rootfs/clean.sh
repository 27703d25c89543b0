# Removes from $target what differs from one run to the next and what no one reads again: logs,
# backups, caches, locks.
rm -f "$target"/var/log/*.log "$target"/var/log/apt/*.log "$target"/var/cache/ldconfig/aux-cache \
  "$target"/var/cache/debconf/*-old "$target"/var/cache/apt/*.bin "$target"/var/lib/dpkg/*-old \
  "$target"/var/lib/dpkg/lock "$target"/var/lib/dpkg/lock-frontend \
  "$target"/var/lib/dpkg/triggers/Lock "$target"/etc/*- "$target"/etc/.pwd.lock
