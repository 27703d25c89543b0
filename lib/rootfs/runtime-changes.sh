# Gives a runtime its part of what the maintainer scripts of its packages changed where they ran: in a
# root on the build platform, whose changes are in /changes, over a minbase, whose changes are in
# /minbase. Either may be missing, where no package of the runtime has part in it.

{
  # Theirs are for what a runtime has not: a package manager, a shell, services to start anew.
  printf 'base-files\nlibc6\n'
  for changes in /minbase /changes; do
    if [ -e "$changes/packages" ]; then sed 's/:.*//' "$changes/packages"; fi
  done
} > /configured
refuse_unconfigured /configured

is_installed() {
  [ -e "$database/info/$1.list" ] || [ -e "$database/info/$1:$target_architecture.list" ]
}

# Whether a path in /target leads to something there: a link may point to another.
leads_somewhere() {
  local path=$1 link count=0
  while [ -L "/target$path" ] && [ $count -lt 40 ]; do
    link=$(readlink "/target$path")
    case $link in
      /*) path=$link ;;
      *) path=${path%/*}/$link ;;
    esac
    count=$((count + 1))
  done
  [ -e "/target$path" ]
}

# Of the minbase: the links of alternatives that the runtime has, and what these packages made.
mkdir /of-minbase /of-packages
if [ -d /minbase/tree ]; then
  cd /minbase/tree
  keep() {
    for path in "$@"; do
      if [ -e "$path" ] || [ -L "$path" ]; then
        mkdir -p "/of-minbase/${path%/*}"
        cp -a "$path" "/of-minbase/$path"
      fi
    done
  }
  for link in etc/alternatives/*; do
    if leads_somewhere "$(readlink "$link" | translate_paths)"; then keep "$link"; fi
  done
  find . -type l ! -path './etc/alternatives/*' | while read -r link; do
    to=$(readlink "$link")
    case $to in
      /etc/alternatives/*) if [ -L "/of-minbase$to" ]; then keep "${link#./}"; fi ;;
    esac
  done
  if is_installed tzdata; then keep etc/localtime etc/timezone; fi
  if is_installed libpam-runtime; then keep etc/pam.d/common-*; fi
  if is_installed debianutils; then keep etc/shells; fi
fi

# Of the packages: all but what only a package manager, an init system or a linker's cache needs.
if [ -d /changes/tree ]; then
  cp -a /changes/tree/. /of-packages
  cd /of-packages
  rm -rf var/lib/dpkg var/lib/systemd var/lib/ucf var/lib/apt var/lib/pam var/lib/shells.state \
    var/cache/apt var/cache/debconf var/cache/man var/cache/ldconfig var/backups \
    etc/rc?.d etc/systemd etc/init.d etc/apt etc/cron* etc/logrotate.d etc/ld.so.cache \
    etc/passwd etc/group etc/shadow etc/gshadow etc/subuid etc/subgid etc/shells run/systemd
  find . -type f \( -name '*.jsa' -o -path './var/log/*' \) -exec rm -f {} +
  # Folders that only led to what is left out.
  find . -depth -mindepth 1 -type d | while read -r path; do
    if [ ! -d "/target/$path" ] && [ -z "$(ls -A "$path")" ] && [ -n "$(ls -A "/changes/tree/$path")" ]; then
      rmdir "$path"
    fi
  done
fi

for changes in /minbase /changes; do
  if [ -e "$changes/removed" ]; then remove_paths "$changes/removed"; fi
done
for tree in /of-minbase /of-packages; do
  cd "$tree"
  translate_tree
  apply_tree
done
for changes in /minbase /changes; do
  if [ -e "$changes/attributes" ]; then apply_attributes "$changes/attributes"; fi
done
# Accounts: those that Debian itself has, which any package with scripts may take for granted, and
# those that the packages added.
if [ -n "$(names_with_scripts "$database" | grep -vx -e base-files -e libc6)" ]; then
  for kind in passwd group; do
    if [ -e "/minbase/tree/etc/$kind" ]; then
      awk -F: '$3 > 0 && $3 <= 100' "/minbase/tree/etc/$kind" >> "$target/etc/$kind"
    fi
  done
fi
for kind in passwd group; do
  if [ -e "/changes/tree/etc/$kind" ]; then
    grep -vxFf "/minbase/tree/etc/$kind" "/changes/tree/etc/$kind" > "/added" || true
    if [ -s /added ]; then cat /added >> "$target/etc/$kind"; fi
  fi
done
