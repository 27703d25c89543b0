# Carries over to /target what maintainer scripts changed in a root of the same packages on the build
# platform, this very root. So packages of any architecture are configured without a program of it.
set -eu
umask 022
export LC_ALL=C PATH=/usr/sbin:/usr/bin

# What the scripts of a package did is known only where they ran.
names_of_scripts() {
  find "$1/info" \( -name '*.preinst' -o -name '*.postinst' \) -printf '%f\n' |
    sed -e 's/\.[a-z]*$//' -e 's/:.*//' | sort -u
}
names_of_scripts /var/lib/dpkg > /here
missing=$(names_of_scripts "$database" | comm -23 - /here)
if [ -n "$missing" ]; then
  echo "these packages have maintainer scripts and are not there for $architecture:" $missing >&2
  exit 1
fi

# dpkg itself finishes its database, with all scripts out of its sight.
cp -a "$database" /database
find /database/info \( -name '*.preinst' -o -name '*.postinst' \) -delete
dpkg --root=/target --admindir=/database --force-unsafe-io --configure -a > /dev/null
cp -a /database/status "$database/status"

if [ ! -d /changes/tree ]; then mkdir -p /changes/tree; touch /changes/packages /changes/removed /changes/attributes; fi
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
