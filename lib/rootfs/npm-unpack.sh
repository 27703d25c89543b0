# Unpacks packages of npm into /out, as "npm ci --ignore-scripts" has them. Runs in a Debian root.
#
#   /npm/plan/archives  depth, hash and place of each package, tabs between them
#   /npm/plan/programs  links to programs of packages, with their targets
#   /npm/plan/links     other links
#   /npm/files/*/HASH   the archives
set -eu
umask 022
export LC_ALL=C
cd /out
tab=$(printf '\t')
return_character=$(printf '\r')

# unpack HASH PLACE: what lies there already was in an archive above it, and is another one.
unpack() {
  rm -rf "$2"
  mkdir -p "$2"
  archive=
  for archive in /npm/files/*/"$1"; do [ ! -f "$archive" ] || break; done
  if ! tar -x -f "$archive" -C "$2" --strip-components=1 --no-same-owner --no-same-permissions 2>/tmp/said.$$; then
    echo "the archive of $2 cannot be opened:" >&2
    cat /tmp/said.$$ >&2
    return 1
  fi
  # npm takes files alone.
  find "$2" ! -type f ! -type d -delete
  find "$2" -name .gitignore -type f | while IFS= read -r file; do
    other=${file%.gitignore}.npmignore
    if [ -e "$other" ]; then rm "$file"; else mv "$file" "$other"; fi
  done
  chmod -R u=rwX,go=rX "$2"
  if [ -z "$(find "$2" -type f -print -quit)" ]; then
    echo "the archive of $2 holds no file" >&2
    return 1
  fi
}

if [ "${1-}" = unpack ]; then
  shift
  for line do
    line=${line#*"$tab"}
    unpack "${line%%"$tab"*}" "${line#*"$tab"}"
  done
  exit
fi

# Those that others lie in come first.
for depth in $(cut -f 1 /npm/plan/archives | sort -nu); do
  grep "^${depth}${tab}" /npm/plan/archives |
    xargs -d '\n' -n 16 -P "$(nproc)" sh "$0" unpack
done
while IFS=$tab read -r path target; do
  # The folder of the link is made for programs alone that are there.
  file=$(realpath -ms -- "${path%/*}/$target")
  [ -f "$file" ] || continue
  mkdir -p "${path%/*}"
  ln -s "$target" "$path"
  chmod 755 "$file"
  case $(head -n 1 "$file" | tr -d '\000') in
    '#!'*"$return_character") sed -i "1s/${return_character}\$//" "$file" ;;
  esac
done < /npm/plan/programs
while IFS=$tab read -r path target; do
  mkdir -p "${path%/*}"
  ln -s "$target" "$path"
done < /npm/plan/links
