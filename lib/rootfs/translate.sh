# Translates from the architecture whose maintainer scripts ran to that of the tree in /target:
# $triplet and $architecture to $target_triplet and $target_architecture.

# Names of the packages in the database $1 that have scripts to run when they are installed.
names_with_scripts() {
  for script in "$1"/info/*.preinst "$1"/info/*.postinst; do
    if [ -e "$script" ]; then echo "${script##*/}"; fi
  done | sed -e 's/\.[a-z]*$//' -e 's/:.*//' | sort -u
}

# Stops where packages of the target have scripts and are not named in the file $1: what the scripts
# of a package did is known only where they ran.
refuse_unconfigured() {
  missing=$(names_with_scripts "$database" | grep -vxFf "$1" || true)
  if [ -n "$missing" ]; then
    echo "these packages have maintainer scripts and are not there for $architecture:" $missing >&2
    exit 1
  fi
}

# Paths, links and texts name the architecture by its triplet, some paths by Debian's name of it.
translate_paths() {
  # Twice: a match takes the character behind it, which the next word needs before it.
  local word="s/\(^\|[^a-z0-9]\)$architecture\([^a-z0-9]\|\$\)/\1$target_architecture\2/g"
  sed -e "s/$triplet/$target_triplet/g" -e "$word" -e "$word"
}

# Stops where a file of the tree in the working folder is of no use to another architecture.
refuse_programs() {
  find . -type f -exec sh -c '
    for path; do
      if [ "$(head -c 4 "$path" | tr "\177" E)" = EELF ]; then echo "${path#.}"; fi
    done' - {} + > /programs
  if [ -s /programs ]; then
    echo "maintainer scripts made programs for $architecture alone:" $(cat /programs) >&2
    exit 1
  fi
}

translate_texts() {
  { find . -type f -exec grep -lF -e "$triplet" {} + || true; } | while read -r path; do
    if [ "$(tr -d '\000' < "$path" | md5sum)" != "$(md5sum < "$path")" ]; then
      echo "a maintainer script made a file for $architecture alone: ${path#.}" >&2
      exit 1
    fi
    sed -i "s/$triplet/$target_triplet/g" "$path"
  done
  # debconf and update-alternatives write down packages and paths.
  find . -type f \( -path './var/lib/dpkg/alternatives/*' -o -path './var/cache/debconf/*' \) |
    while read -r path; do
      translate_paths < "$path" > /text
      cat /text > "$path"
    done
}

translate_links() {
  find . -type l | while read -r path; do
    link=$(readlink "$path")
    translated=$(printf '%s\n' "$link" | translate_paths)
    if [ "$translated" != "$link" ]; then ln -sfn "$translated" "$path"; fi
  done
}

translate_names() {
  find . -depth -mindepth 1 | while read -r path; do
    name=${path##*/}
    translated=$(printf '%s\n' "$name" | translate_paths)
    if [ "$translated" != "$name" ]; then mv "$path" "${path%/*}/$translated"; fi
  done
}

# Translates the tree in the working folder.
translate_tree() {
  if [ "$architecture" = "$target_architecture" ]; then return; fi
  refuse_programs
  translate_texts
  translate_links
  translate_names
}

# Removes from /target what a list of $1 tells; the database is dpkg's.
remove_paths() {
  translate_paths < "$1" | while read -r path; do
    case $path in
      var/lib/dpkg/*) ;;
      *) rm -rf "${target:?}/$path" ;;
    esac
  done
}

# Gives what is in /target the modes and owners that a list of $1 tells.
apply_attributes() {
  translate_paths < "$1" | while read -r mode user group path; do
    path=/target/$path
    if [ -e "$path" ] || [ -L "$path" ]; then
      chown -h "$user:$group" "$path"
      if [ ! -L "$path" ]; then chmod "$mode" "$path"; fi
    fi
  done
}

# Puts the tree in the working folder over /target. What was no link may be one now.
apply_tree() {
  find . -type l -exec sh -c 'for path; do rm -rf "/target/$path"; done' - {} +
  cp -a . /target/
}
