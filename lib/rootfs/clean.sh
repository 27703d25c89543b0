# Removes from $target what differs from one run to the next and what no one reads again: logs,
# backups, caches, locks, flags of a boot, byte-code of Python.
find "$target/var/log" -xdev -type f -exec rm -f {} + 2> /dev/null || true
rm -rf "$target"/var/cache/ldconfig/aux-cache "$target"/var/cache/man/* \
  "$target"/var/cache/debconf/*-old "$target"/var/cache/apt/*.bin "$target"/var/lib/dpkg/*-old \
  "$target"/var/lib/dpkg/lock "$target"/var/lib/dpkg/lock-frontend \
  "$target"/var/lib/dpkg/triggers/Lock "$target"/etc/*- "$target"/etc/.pwd.lock
find "$target/usr" -xdev -type d -name __pycache__ -prune -exec rm -rf {} +
find "$target/run" -mindepth 1 -xdev ! -type d -exec rm -f {} +
