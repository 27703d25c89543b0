# Runs the maintainer scripts of packages that are unpacked and registered with dpkg.
#
# With a target they run from outside it: dpkg gives them DPKG_ROOT, and they change that tree with
# the programs of this one. So packages of any architecture are configured by programs of the build
# platform alone. Without a target they run in this very root.
#
#   $1    the target, or nothing
#   $2    its Debian architecture
#   $3    SOURCE_DATE_EPOCH
#   $4... names of the packages
set -eu
umask 022
export LC_ALL=C PATH=/usr/sbin:/usr/bin HOME=/root SOURCE_DATE_EPOCH="$3"
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true
target=$1 architecture=$2 epoch=$3
shift 3
database=$target/var/lib/dpkg

# What a root lacks that is unpacked only, itself.
if [ ! -e /usr/bin/awk ]; then ln -s mawk /usr/bin/awk; fi
if [ ! -e /usr/bin/which ]; then ln -s which.debianutils /usr/bin/which; fi
for file in passwd group; do
  if [ ! -e "/etc/$file" ]; then cp "/usr/share/base-passwd/$file.master" "/etc/$file"; fi
done

for name in "$@"; do
  for script in "$database/info/$name.preinst" "$database/info/$name:$architecture.preinst"; do
    if [ -x "$script" ]; then
      # debconf cannot tell from the name of a preinst whose question it asks.
      DPKG_ROOT=$target DPKG_ADMINDIR=$database DPKG_MAINTSCRIPT_NAME=preinst \
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

if [ -n "$target" ]; then
  dpkg --root="$target" --force-script-chrootless --force-unsafe-io --configure -a
else
  dpkg --force-unsafe-io --configure -a
fi
