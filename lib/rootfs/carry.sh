# Carries over to /target what maintainer scripts changed in a root of the same packages on the build
# platform, this very root. So packages of any architecture are configured without a program of it.
set -eu
umask 022
export LC_ALL=C PATH=/usr/sbin:/usr/bin

names_with_scripts /var/lib/dpkg > /here
refuse_unconfigured /here

# dpkg itself finishes its database, with all scripts out of its sight.
cp -a "$database" /database
find /database/info \( -name '*.preinst' -o -name '*.postinst' \) -delete
dpkg --root=/target --admindir=/database --force-unsafe-io --configure -a > /dev/null
cp -a /database/status "$database/status"

# Nothing ran where the build platform has all packages of this layer in the one below.
if [ ! -d /changes/tree ]; then
  mkdir -p /changes/tree
  touch /changes/packages /changes/removed /changes/attributes
fi
# Which links of the merged /usr there are, and where the dynamic loader is, differs: the diversions
# of these two are made by their own scripts, which know how to do that from outside.
if grep -qx base-files /changes/packages; then
  for name in base-files "libc6:$target_architecture"; do
    DPKG_ROOT=/target DPKG_ADMINDIR=$database DPKG_MAINTSCRIPT_NAME=preinst \
      DPKG_MAINTSCRIPT_PACKAGE=${name%:*} DPKG_MAINTSCRIPT_ARCH=$target_architecture \
      "$database/info/$name.preinst" install
  done
fi
# Others are added. Each is three lines: what, where to, by whom.
if [ -e /changes/tree/var/lib/dpkg/diversions ]; then
  touch "$database/diversions"
  translate_paths < /changes/tree/var/lib/dpkg/diversions | awk '
    FILENAME == ARGV[1] { if (FNR % 3 == 1) is_there[$0] = 1; next }
    FNR % 3 == 1 { what = $0 }
    FNR % 3 == 2 { to = $0 }
    FNR % 3 == 0 && !(what in is_there) && $0 != "base-files" && $0 != "libc6" {
      print what "\n" to "\n" $0
    }
  ' "$database/diversions" - > /diversions
  cat /diversions >> "$database/diversions"
fi

cp -a /changes/tree /tree
cd /tree
if [ -d var/lib/dpkg ]; then
  find var/lib/dpkg -mindepth 1 -maxdepth 1 ! -name alternatives ! -name statoverride -exec rm -rf {} +
fi
# Made for the architecture of who made them: the linker's cache, Java's classes.
rm -f etc/ld.so.cache
find . -type f -name '*.jsa' -delete
translate_tree

remove_paths /changes/removed
apply_tree
apply_attributes /changes/attributes
