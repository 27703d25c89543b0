# shellcheck shell=bash
# Which engine to use. Each choose_* function sets ENGINE_ORIGIN, ENGINE_ADDRESS and ENGINE_NAME, or
# fails and has said why where the reason is worth knowing. To be sourced after the private-* files.

readonly FIRST_GOOD_BUILDKIT=0.17
# The Docker Engine that came with that BuildKit.
readonly FIRST_GOOD_DOCKER_BUILDKIT=27.4

# probe ADDRESS : sets ENGINE_KIND, BUILDKIT_VERSION, and for Docker DOCKER_VERSION and IMAGE_STORE.
probe() {
  local facts
  ENGINE_KIND='' BUILDKIT_VERSION='' DOCKER_VERSION='' IMAGE_STORE=''
  facts=$(node "${PROJECT_ROOT}/scripts/lib/probe.js" "$1" 2>/dev/null) || return 1
  eval "$facts"
}

# at_least WANTED VERSION : compares versions such as 0.17 and v0.32.2.
at_least() { [ "$(printf '%s\n' "$1" "${2#v}" | sort -V | head -n 1)" = "$1" ]; }

# new_enough : judges what `probe` found. Builds without a version of their own (0.0.0, as Debian's
# docker.io has it) are judged by Docker's, and pass where there is no Docker.
new_enough() {
  case "${BUILDKIT_VERSION#v}" in
    [1-9]*.* | 0.[1-9]*) at_least "$FIRST_GOOD_BUILDKIT" "$BUILDKIT_VERSION" ;;
    *) [ -z "$DOCKER_VERSION" ] || at_least "$FIRST_GOOD_DOCKER_BUILDKIT" "$DOCKER_VERSION" ;;
  esac
}

describe() {
  if [ "$ENGINE_KIND" = docker ]; then
    printf 'Docker Engine %s' "$DOCKER_VERSION"
  else
    printf 'buildkitd %s' "$BUILDKIT_VERSION"
  fi
}

# is_own ADDRESS : the address of this checkout's private engine, left in a shell by "engine env".
is_own() { [ "$1" = "unix://${DOCKER_SOCKET}" ] || [ "$1" = "$(buildkitd_address engine)" ]; }

choose_buildkit_host() {
  local address=${BUILDKIT_HOST:-}
  [ -n "$address" ] && ! is_own "$address" || return 1
  probe "$address" || die "BUILDKIT_HOST is ${address}, but no BuildKit answers there: start it, or unset BUILDKIT_HOST"
  new_enough ||
    die "BUILDKIT_HOST is BuildKit ${BUILDKIT_VERSION}, but ${FIRST_GOOD_BUILDKIT} or newer is needed"
  [ "$IMAGE_STORE" != classic ] || say 'this Docker Engine lacks the containerd image store: images of several platforms will fail'
  ENGINE_ORIGIN=found ENGINE_ADDRESS=$address ENGINE_NAME="$(describe) of BUILDKIT_HOST"
}

choose_docker() {
  local address=${DOCKER_HOST:-unix:///var/run/docker.sock}
  if is_own "$address"; then address=unix:///var/run/docker.sock; fi
  case "$address" in
    unix://*) [ -S "${address#unix://}" ] || return 1 ;;
    *) return 1 ;; # Its ports on loopback are not ours, so that registry and git server are out of reach.
  esac
  if ! probe "$address"; then
    say "${address} does not answer as Docker Engine: passed over"
    return 1
  fi
  if ! new_enough; then
    say "$(describe) has BuildKit ${BUILDKIT_VERSION}, older than ${FIRST_GOOD_BUILDKIT}: passed over"
    return 1
  fi
  if [ "$IMAGE_STORE" = classic ]; then
    say "$(describe) lacks the containerd image store, which images of several platforms need: passed over"
    return 1
  fi
  ENGINE_ORIGIN=found ENGINE_ADDRESS=$address ENGINE_NAME="$(describe) of this machine"
}

choose_buildkitd() {
  local program
  program=$(command -v buildkitd) || return 1
  DOCKER_VERSION='' BUILDKIT_VERSION=$("$program" --version 2>/dev/null | awk '{ print $3 }')
  if ! new_enough; then
    say "buildkitd on PATH is ${BUILDKIT_VERSION}, older than ${FIRST_GOOD_BUILDKIT}: passed over"
    return 1
  fi
  if ! is_root; then
    say 'buildkitd on PATH could only be started by root: passed over'
    return 1
  fi
  if ! have runc && ! have buildkit-runc; then
    say 'buildkitd on PATH has no runc: passed over'
    return 1
  fi
  start_private_buildkitd engine "$program"
  ENGINE_ORIGIN=private-buildkitd ENGINE_ADDRESS=$(buildkitd_address engine)
  probe "$ENGINE_ADDRESS" || die 'buildkitd stopped answering'
  ENGINE_NAME="private $(describe)"
}

choose_private() {
  local reason
  reason=$(why_no_private_docker) ||
    die "no engine, and ${reason}: install and start Docker Engine 28 or newer with the containerd image store, or set BUILDKIT_HOST"
  start_private_docker
  probe "unix://${DOCKER_SOCKET}" || die 'the private engine stopped answering'
  ENGINE_ORIGIN=private-docker ENGINE_ADDRESS=unix://${DOCKER_SOCKET} ENGINE_NAME="private $(describe)"
}
