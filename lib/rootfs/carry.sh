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
