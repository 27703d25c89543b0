# Which links of the merged /usr there are, and where the dynamic loader is, differs: the diversions
# of these two are made by their own scripts, which know how to do that from outside.
if grep -qx base-files /changes/packages; then
  for name in base-files "libc6:$target_architecture"; do
    DPKG_ROOT=/target DPKG_ADMINDIR=$database DPKG_MAINTSCRIPT_NAME=preinst \
      DPKG_MAINTSCRIPT_PACKAGE=${name%:*} DPKG_MAINTSCRIPT_ARCH=$target_architecture \
      "$database/info/$name.preinst" install
  done
fi
