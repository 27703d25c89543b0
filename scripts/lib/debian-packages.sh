# shellcheck shell=bash
# Programs from Debian packages, unpacked below .engine/ without installing anything. To be sourced
# after common.sh.
#
# apt works here with lists, cache, status and settings of its own; from the machine it only reads
# where the archive is (any mirror that the machine's own apt sources name), the keyring, and the
# Acquire settings such as proxies. Nothing is installed, and no hook of the machine's apt runs.

readonly APT_HOME=${ENGINE_HOME}/apt
readonly FIRST_GOOD_DOCKER=28

# why_not_debian : prints why packages cannot be had here, and fails; silent success otherwise.
why_not_debian() {
  local tool
  [ -r /etc/os-release ] || { echo 'this is no Debian or Ubuntu'; return 1; }
  # shellcheck disable=SC1091
  (. /etc/os-release && case " ${ID:-} ${ID_LIKE:-} " in *' debian '* | *' ubuntu '*) ;; *) exit 1 ;; esac) ||
    { echo 'this is no Debian or Ubuntu'; return 1; }
  for tool in apt-get apt-cache apt-config dpkg dpkg-deb; do
    have "$tool" || { echo "${tool} is missing"; return 1; }
  done
}

os_release() {
  # shellcheck disable=SC1091
  (. /etc/os-release && printf '%s' "${!1:-}")
}

# machine_archives : the lines "URI SUITE COMPONENT" of the machine's own apt sources, as apt itself
# reads them (one-line and deb822 alike), limited to the distribution's archive.
machine_archives() {
  local codename
  codename=$(os_release VERSION_CODENAME)
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v code="${codename:-sid}" '
      BEGIN { names[code]; names["stable"]; names["testing"]; names["unstable"]; names["sid"] }
      { base = $2; sub(/(-updates|-security|\/updates)$/, "", base) }
      base in names && ($3 == "main" || $3 == "universe") && !seen[$0]++'
}

# signer_of URI : the Signed-By file that the machine's sources give for an archive, if any.
signer_of() {
  local uri=${1%/} files=() file found=''
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ -r "$file" ] && files+=("$file")
  done
  if [ "${#files[@]}" -gt 0 ]; then
    found=$(awk -v uri="$uri" '
      function path(text) { sub(/^[^\/]*/, "", text); sub(/[],[:space:]].*/, "", text); return text }
      FNR == 1 || /^[[:space:]]*$/ { uris = ""; signer = "" }
      /^deb / && index($0, uri) && match($0, /signed-by=[^] ]*/) { print path(substr($0, RSTART, RLENGTH)) }
      tolower($1) == "uris:" { uris = $0 }
      tolower($1) == "signed-by:" { signer = path($0) }
      uris && signer && index(uris, uri) { print signer; signer = "" }
    ' "${files[@]}" | head -n 1)
  fi
  [ -n "$found" ] || found=/usr/share/keyrings/$(os_release ID)-archive-keyring.gpg
  if [ -r "$found" ]; then printf '%s' "$found"; fi
}

# source_line URI SUITE COMPONENT : one line of a sources.list, with the keyring if there is one.
source_line() {
  local signer
  signer=$(signer_of "$1")
  printf 'deb %s%s %s %s\n' "${signer:+[signed-by=$signer] }" "$1" "$2" "$3"
}

# apt_folder NAME : prepares apt's own state for the suite NAME; sources come on stdin.
apt_folder() {
  local folder=${APT_HOME}/$1
  mkdir -p "$folder"/{lists/partial,cache/archives/partial,parts,state}
  : >"${folder}/status"
  : >"${folder}/empty"
  replace_file "${folder}/sources.list"
  {
    # Proxies, certificates and the like are the machine's; its hooks and pins are not.
    apt-config dump | grep '^Acquire::' || true
    cat <<CONF
Dir::State "${folder}/state";
Dir::State::status "${folder}/status";
Dir::State::lists "${folder}/lists";
Dir::Cache "${folder}/cache";
Dir::Etc::sourcelist "${folder}/sources.list";
Dir::Etc::sourceparts "${folder}/parts";
Dir::Etc::main "${folder}/empty";
Dir::Etc::parts "${folder}/parts";
Dir::Etc::preferences "${folder}/empty";
Dir::Etc::preferencesparts "${folder}/parts";
Dir::Log "${folder}/state";
APT::Sandbox::User "root";
APT::Get::Assume-Yes "true";
Acquire::Retries "3";
Acquire::Languages "none";
CONF
  } | replace_file "${folder}/apt.conf"
}

# in_suite NAME COMMAND... : runs an apt program with the state of the suite NAME.
in_suite() {
  local folder=${APT_HOME}/$1
  shift
  APT_CONFIG="${folder}/apt.conf" LC_ALL=C "$@"
}

# refresh NAME : reads the package lists of a suite; lists of the last hour will do.
refresh() {
  local folder=${APT_HOME}/$1
  if [ -n "$(find "${folder}/fresh" -mmin -60 2>/dev/null)" ] &&
    cmp -s "${folder}/sources.list" "${folder}/fresh"; then
    return 0
  fi
  say "reading the package lists of $1"
  in_suite "$1" apt-get -qq update >&2 || return 1
  cp "${folder}/sources.list" "${folder}/fresh"
}

# candidate NAME PACKAGE : the version that the suite offers, or nothing.
candidate() { in_suite "$1" apt-cache policy "$2" | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'; }

# use_own_suite : prepares "own", the machine's suite with its updates.
use_own_suite() {
  local archives uri suite component
  archives=$(machine_archives)
  [ -n "$archives" ] || die "the machine's apt sources name no $(os_release ID) archive"
  while read -r uri suite component; do
    source_line "$uri" "$suite" "$component"
  done <<<"$archives" | apt_folder own
  refresh own || die "cannot read the machine's package archive"
}

# use_suite NAME : prepares another suite of the machine's own main archive.
use_suite() {
  local uri
  # The first archive with the plain suite; security archives have "-security" in the suite's name.
  uri=$(machine_archives | awk '$2 !~ /-|\// && $3 == "main" { print $1; exit }')
  [ -n "$uri" ] || return 1
  source_line "$uri" "$1" main | apt_folder "$1"
  refresh "$1"
}

# docker_suite : the name of the first suite whose docker.io is new enough.
docker_suite() {
  local suite version suites=(own)
  if [ "$(os_release ID)" = debian ]; then suites+=(trixie forky sid); fi
  for suite in "${suites[@]}"; do
    if [ "$suite" != own ]; then use_suite "$suite" || continue; fi
    version=$(candidate "$suite" docker.io)
    if [ -n "$version" ] && dpkg --compare-versions "$version" ge "$FIRST_GOOD_DOCKER"; then
      printf '%s\n' "$suite"
      return 0
    fi
  done
  return 1
}

# libraries_of PACKAGE... : the shared libraries of the machine's suite that packages want, apart
# from those that every Debian has.
libraries_of() {
  in_suite own apt-cache depends --important "$@" |
    awk '$1 == "Depends:" && $2 ~ /^lib/ && $2 !~ /^lib(c6|gcc|crypt)/ { print $2 }' | sort -u
}

# unpack_into DIRECTORY SUITE PACKAGE... : downloads packages and unpacks them into DIRECTORY.
unpack_into() {
  local directory=$1 suite=$2 debs
  shift 2
  debs=$(mktemp -d "${ENGINE_HOME}/debs.XXXXXX")
  (cd "$debs" && in_suite "$suite" apt-get -qq download "$@" >&2) || {
    rm -rf -- "$debs"
    return 1
  }
  mkdir -p "$directory"
  local deb
  for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$directory" || return 1; done
  rm -rf -- "$debs"
}

# with_packages NAME FUNCTION : makes sure that .engine/NAME exists, made by FUNCTION DIRECTORY.
with_packages() { [ -d "${ENGINE_HOME}/$1" ] || with_lock packages make_folder "$@"; }

# make_folder NAME FUNCTION : the folder appears by a rename once it is complete, so that an
# interrupted download leaves nothing half.
make_folder() {
  local target=${ENGINE_HOME}/$1 make=$2 partial
  [ ! -d "$target" ] || return 0 # Another process was faster.
  rm -rf -- "${target}".partial.* "${ENGINE_HOME}"/debs.*
  partial=$(mktemp -d "${target}.partial.XXXXXX")
  chmod 755 "$partial"
  "$make" "$partial" || {
    rm -rf -- "$partial"
    return 1
  }
  mv -T -- "$partial" "$target"
}
