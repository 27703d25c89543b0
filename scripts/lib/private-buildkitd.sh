# shellcheck shell=bash
# Daemons buildkitd of this checkout's own, each under a NAME. To be sourced after common.sh.

buildkitd_run() { printf '%s-%s' "$RUN_HOME" "$1"; }
buildkitd_data() { printf '%s/data/buildkitd-%s' "$ENGINE_HOME" "$1"; }
buildkitd_address() { printf 'unix://%s/buildkitd.sock' "$(buildkitd_run "$1")"; }
buildkitd_answers() { node "${PROJECT_ROOT}/scripts/lib/probe.js" "$(buildkitd_address "$1")" >/dev/null 2>&1; }

# start_private_buildkitd NAME PROGRAM [CONFIG] [TCP] : build steps share the machine's network, so that
# no bridge and no firewall rule is needed. CONFIG is a file with further sections, such as [grpc.tls];
# TCP is a HOST:PORT to listen on beside the socket, which can stand in no second table [grpc].
start_private_buildkitd() {
  local name=$1 program=$2 extra=${3:-} tcp=${4:-} run data log=${ENGINE_HOME}/log/buildkitd-$1.log
  local addresses
  printf -v addresses '"%s"' "$(buildkitd_address "$name")"
  [ -z "$tcp" ] || printf -v addresses '%s, "tcp://%s"' "$addresses" "$tcp"
  stop_private_buildkitd "$name"
  run=$(buildkitd_run "$name")
  data=$(buildkitd_data "$name")
  mkdir -p "$run" "$data" "$(dirname -- "$log")"
  {
    cat <<CONF
root = "${data}"
[grpc]
address = [${addresses}]
[worker.containerd]
enabled = false
[worker.oci]
enabled = true
networkMode = "host"
CONF
    [ -z "$extra" ] || cat -- "$extra"
  } | replace_file "${run}/buildkitd.toml"
  : >"$log"
  detach "$log" "$program" --config "${run}/buildkitd.toml" >"${run}/pid"
  if ! wait_for 60 buildkitd_answers "$name"; then
    say "buildkitd did not start; the end of ${log}:"
    tail -n 15 "$log" >&2
    stop_private_buildkitd "$name"
    exit 1
  fi
}

# stop_private_buildkitd NAME : stops that daemon, if it runs.
stop_private_buildkitd() {
  local run
  run=$(buildkitd_run "$1")
  [ -d "$run" ] || return 0
  stop_process "$(cat "${run}/pid" 2>/dev/null || true)" buildkitd
  unmount_below "$(buildkitd_data "$1")"
  rm -rf -- "$run"
}
