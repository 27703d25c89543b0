# Registers the architectures of the packages with dpkg, as "dpkg --add-architecture" would.
for own in $(sed -n 's/^Architecture: *//p' /work/*/control/control | sort -u); do
  if [ "$own" != all ] && ! grep -qxF "$own" "$database/arch"; then
    echo "$own" >> "$database/arch"
  fi
done
