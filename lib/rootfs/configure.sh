# Runs the maintainer scripts of packages that are unpacked and registered with dpkg, in this very
# root, where they find all programs that they depend on. What they changed is written to /changes.
#
#   $1    Debian architecture of the root
#   $2    SOURCE_DATE_EPOCH
#   $3... names of the packages
set -eu
umask 022
export LC_ALL=C PATH=/usr/sbin:/usr/bin HOME=/root SOURCE_DATE_EPOCH="$2"
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true
architecture=$1 target='' database=/var/lib/dpkg dated=/changes/dated
touch -d "@$2" "$dated"
shift 2

# Prints what is in the root, a line each: path, what it holds, to whom it belongs.
list_root() {
  find / -xdev ! -path /changes \
    \( -type d -printf '%p\td\t%m %U %G\n' -o -printf '%p\t%y %s %T@ %l\t%m %U %G\n' \)
}
list_root > /changes/before

# What a root lacks that is unpacked only.
if [ ! -e /usr/bin/awk ]; then ln -s mawk /usr/bin/awk; fi
if [ ! -e /usr/bin/which ]; then ln -s which.debianutils /usr/bin/which; fi
for file in passwd group; do
  if [ ! -e "/etc/$file" ]; then cp "/usr/share/base-passwd/$file.master" "/etc/$file"; fi
done
# Nothing is started here: there is no init, and no one to serve.
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d

for name in "$@"; do
  for script in "$database/info/$name.preinst" "$database/info/$name:$architecture.preinst"; do
    if [ -x "$script" ]; then
      # debconf cannot tell from the name of a preinst whose question it asks.
      DPKG_ROOT='' DPKG_ADMINDIR=$database DPKG_MAINTSCRIPT_NAME=preinst \
        DPKG_MAINTSCRIPT_PACKAGE=$name DPKG_MAINTSCRIPT_ARCH=$architecture \
        DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 DEBCONF_PACKAGE=$name "$script" install
    fi
  done
done

# dpkg activates triggers on files while it unpacks. Here it did not unpack.
for name in "$@"; do
  for list in "$database/info/$name.list" "$database/info/$name:$architecture.list"; do
    if [ -e "$list" ]; then echo "$list"; fi
  done
done | xargs awk '
  FILENAME == ARGV[1] { if (!($1 in new)) { new[$1] = 0; paths[++count] = $1 }; next }
  { for (path in new) if (!new[path] && index($0, path "/") == 1) new[path] = 1 }
  END { for (i = 1; i <= count; i++) if (new[paths[i]]) print paths[i] }
' "$database/triggers/File" | while read -r path; do
  dpkg-trigger --admindir="$database" --by-package=dpkg --no-await "$path"
done

dpkg --force-unsafe-io --configure -a
rm /usr/sbin/policy-rc.d
