# shellcheck shell=bash
# Runs a pushed image as strictly as its contract promises. To be sourced after common.sh and the
# private-docker files.

# run_by_docker REFERENCE : pulls it from the registry and runs it.
run_by_docker() {
  local reference=$1 user status=0
  "$TEST_DOCKER" pull --quiet "$reference" >/dev/null || return 1
  user=$("$TEST_DOCKER" image inspect --format '{{.Config.User}}' "$reference") || return 1
  case "$user" in '' | 0 | 0:* | root | root:*) say "the image runs as '${user}', not as an ordinary user"; return 1 ;; esac
  say "docker run --read-only --cap-drop ALL --security-opt no-new-privileges, as user ${user}:"
  "$TEST_DOCKER" run --rm --read-only --cap-drop ALL --security-opt no-new-privileges --network none \
    "$reference" || status=$?
  "$TEST_DOCKER" image rm "$reference" >/dev/null 2>&1 || true
  return "$status"
}

# run_by_runc ROOTFS_TAR IMAGE_CONFIG : the same without any Docker.
run_by_runc() {
  local tar=$1 config=$2 bundle name=buildkit-cdk-demo-$$ status=0
  if ! is_root; then
    say 'only root can run the image without Docker: left out'
    return 0
  fi
  if ! have runc; then
    with_packages programs fetch_engine_programs || return 1
    use_programs
  fi
  bundle=$(mktemp -d "${ENGINE_HOME}/bundle.XXXXXX")
  mkdir "${bundle}/rootfs"
  tar --extract --numeric-owner --file "$tar" --directory "${bundle}/rootfs" &&
    mkdir -p "${bundle}"/rootfs/{proc,dev,sys} &&
    node "${PROJECT_ROOT}/scripts/lib/runc-bundle.js" "$config" "$bundle" || status=1
  if [ "$status" -eq 0 ]; then
    say 'runc run, read-only, without capabilities, new privileges or network:'
    runc --root "${bundle}/state" run --bundle "$bundle" "$name" </dev/null || status=$?
  fi
  rm -rf -- "$bundle"
  return "$status"
}
