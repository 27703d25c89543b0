# shellcheck shell=bash
# Examples whose locked files may be gone from the mirrors. To be sourced after common.sh and
# debian-packages.sh; the sourcing script has a function "synth" that runs in the example's folder.

# given_mirrors : "debian=URL" lines, from the environment if it names any, else from apt.
given_mirrors() {
  local uri
  if [ -n "${SYNTH_DEBIAN_MIRROR:-}${SYNTH_DEBIAN_SECURITY_MIRROR:-}" ]; then
    for uri in ${SYNTH_DEBIAN_MIRROR:-}; do printf 'debian=%s\n' "$uri"; done
    for uri in ${SYNTH_DEBIAN_SECURITY_MIRROR:-}; do printf 'debian-security=%s\n' "$uri"; done
  elif why_not_debian >/dev/null; then
    machine_archives | awk '{ print $1 }' | sort -u | sed -nE 's#^(.*/(debian|debian-security))/?$#\2=\1#p'
  fi
}

# are_there MANIFEST : whether what an assembly fetches can be had; where mirrors stand in, it says so.
are_there() {
  local mirrors=() answer
  mapfile -t mirrors < <(given_mirrors)
  answer=$(node "${PROJECT_ROOT}/scripts/lib/locked-files.js" "$1" "${mirrors[@]}") ||
    die 'the assembly of the example cannot be read'
  [ "$answer" != mirror ] ||
    say "the snapshot archive cannot be reached; the machine's mirror still has every locked file and stands in"
  [ "$answer" != gone ]
}

# lock_anew FOLDER FILE : locks a copy of an example as of now, the date that FILE of it says.
lock_anew() {
  local stamp
  # The Release of a mirror may stand in for a dated snapshot no older than itself: so, for now.
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  say 'the snapshot archive cannot be reached, and the mirror no longer has the locked files above'
  say "so a copy of the example in ${1#"${PROJECT_ROOT}"/} is locked anew, as of ${stamp}: its digests are others"
  rm -rf -- "$1/synth.lock.json" "$1/synth.out"
  sed -i -E "s/(snapshot: ')[0-9]{8}T[0-9]{6}Z'/\1${stamp}'/" "$1/$2"
  synth lock
}
