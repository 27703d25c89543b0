# shellcheck shell=bash
# A buildkitd of this checkout's own. To be sourced after common.sh.

readonly BUILDKITD_SOCKET=${RUN_HOME}/buildkitd.sock

buildkitd_answers() { node "${PROJECT_ROOT}/scripts/lib/probe.js" "unix://${BUILDKITD_SOCKET}"; }

# start_private_buildkitd PROGRAM ROOT : build steps share the machine's network, so that no bridge
# and no firewall rule is needed.
start_private_buildkitd() {
  local program=$1 root=$2 log=${ENGINE_HOME}/log/buildkitd.log
  stop_private_buildkitd
  mkdir -p "$RUN_HOME" "$root" "$(dirname -- "$log")"
  replace_file "${ENGINE_HOME}/buildkitd.toml" <<CONF
root = "${root}"
[grpc]
address = ["unix://${BUILDKITD_SOCKET}"]
[worker.containerd]
enabled = false
[worker.oci]
enabled = true
networkMode = "host"
CONF
  : >"$log"
  detach "$log" "$program" --config "${ENGINE_HOME}/buildkitd.toml" >"${RUN_HOME}/buildkitd.pid"
  if ! wait_for 60 buildkitd_answers; then
    say "buildkitd did not start; the end of ${log}:"
    tail -n 15 "$log" >&2
    stop_private_buildkitd
    exit 1
  fi
}

stop_private_buildkitd() {
  local pid
  pid=$(cat "${RUN_HOME}/buildkitd.pid" 2>/dev/null || true)
  [ -n "$pid" ] || return 0
  stop_process "$pid" buildkitd
  unmount_below "${ENGINE_HOME}/data/buildkitd"
  rm -f -- "${RUN_HOME}/buildkitd.pid" "$BUILDKITD_SOCKET" "${BUILDKITD_SOCKET}.lock"
}
