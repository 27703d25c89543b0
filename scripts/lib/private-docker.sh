# shellcheck shell=bash
# A Docker Engine of this checkout's own: containerd and dockerd from Debian packages, unpacked in
# .engine/programs, data in .engine/data, sockets in $RUN_HOME. To be sourced after common.sh,
# debian-packages.sh and private-network.sh.

readonly PROGRAMS=${ENGINE_HOME}/programs
readonly DATA_HOME=${ENGINE_HOME}/data
readonly DOCKER_SOCKET=${RUN_HOME}/docker.sock
readonly CONTAINERD_SOCKET=${RUN_HOME}/containerd.sock

# use_programs : puts the unpacked programs, and the libraries that the machine lacks, in reach.
use_programs() {
  local triplet
  triplet=$(basename -- "$(dirname -- "$(find "${PROGRAMS}/usr/lib" -name 'libxtables.so.*' | head -n 1)")")
  PATH=${PROGRAMS}/usr/sbin:${PROGRAMS}/usr/bin:${PATH}
  LD_LIBRARY_PATH=${PROGRAMS}/usr/lib/${triplet}
  XTABLES_LIBDIR=${LD_LIBRARY_PATH}/xtables
  export PATH LD_LIBRARY_PATH XTABLES_LIBDIR
}

# fetch_engine_programs DIRECTORY : everything the private engine runs.
fetch_engine_programs() {
  local directory=$1 suite variant name libraries
  use_own_suite
  suite=$(docker_suite) ||
    die "no docker.io ${FIRST_GOOD_DOCKER} or newer in the package archive: install Docker Engine 28 or newer, or set BUILDKIT_HOST"
  say "fetching Docker Engine $(candidate "$suite" docker.io) (about 70 MB, once)"
  mapfile -t libraries < <(libraries_of iptables runc)
  unpack_into "$directory" "$suite" docker.io docker-cli docker-buildx containerd tini-static || return 1
  unpack_into "$directory" own iptables runc "${libraries[@]}" || return 1

  # Package scripts do not run here, so the alternatives that iptables registers are set by hand.
  variant=xtables-nft-multi
  for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    ln -sf "$variant" "${directory}/usr/sbin/${name}"
  done
  ln -sf tini-static "${directory}/usr/bin/docker-init"
  merge_usr "$directory"
}

# merge_usr DIRECTORY : older packages still ship /sbin and /lib apart from /usr.
merge_usr() {
  local directory=$1 name
  for name in bin sbin lib; do
    [ -d "${directory}/${name}" ] && [ ! -L "${directory}/${name}" ] || continue
    mkdir -p "${directory}/usr/${name}"
    cp -a -- "${directory}/${name}/." "${directory}/usr/${name}/"
    rm -rf -- "${directory:?}/${name}"
  done
}

# overlay_works : whether the file system of .engine/ can carry overlay mounts.
overlay_works() {
  local probe status=1
  probe=$(mktemp -d "${ENGINE_HOME}/overlay.XXXXXX")
  mkdir "${probe}"/{lower,upper,work,merged}
  if mount -t overlay overlay -o "lowerdir=${probe}/lower,upperdir=${probe}/upper,workdir=${probe}/work" \
    "${probe}/merged" 2>/dev/null; then
    umount "${probe}/merged"
    status=0
  fi
  rm -rf -- "$probe"
  return "$status"
}

write_engine_configuration() {
  local storage=''
  overlay_works || {
    say 'overlay mounts do not work in the checkout: layers are copied instead, which is slow'
    storage='"storage-driver": "native",'
  }
  replace_file "${ENGINE_HOME}/containerd.toml" <<CONF
version = 3
root = "${DATA_HOME}/containerd"
state = "${RUN_HOME}/containerd"
disabled_plugins = ["io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.grpc.v1.cri"]
[grpc]
address = "${CONTAINERD_SOCKET}"
CONF
  replace_file "${ENGINE_HOME}/daemon.json" <<CONF
{
  ${storage}
  "features": { "containerd-snapshotter": true },
  "containerd": "${CONTAINERD_SOCKET}",
  "data-root": "${DATA_HOME}/docker",
  "exec-root": "${RUN_HOME}/docker",
  "pidfile": "${RUN_HOME}/docker.pid",
  "hosts": ["unix://${DOCKER_SOCKET}"],
  "group": "$(id -gn)",
  "iptables": ${PRIVATE_FIREWALL},
  "ip6tables": false,
  "ip-forward": ${PRIVATE_FIREWALL},
  "ip-forward-no-drop": true,
  "bridge": "${PRIVATE_BRIDGE}"
}
CONF
}

private_docker_answers() { node "${PROJECT_ROOT}/scripts/lib/probe.js" "unix://${DOCKER_SOCKET}"; }

containerd_answers() { "${PROGRAMS}/usr/bin/ctr" --address "$CONTAINERD_SOCKET" version; }

# why_no_private_docker : prints why this machine cannot run one, and fails.
why_no_private_docker() {
  why_not_debian || return 1
  is_root || { echo 'starting a private one needs root'; return 1; }
}

start_private_docker() {
  local log=${ENGINE_HOME}/log
  with_packages programs fetch_engine_programs || die 'the packages of the engine could not be fetched'
  stop_private_docker # Whatever a crash may have left.
  use_programs
  mkdir -p "$log" "$DATA_HOME" "$RUN_HOME"
  prepare_private_network
  write_engine_configuration

  : >"${log}/containerd.log"
  : >"${log}/dockerd.log"
  detach "${log}/containerd.log" containerd --config "${ENGINE_HOME}/containerd.toml" >"${RUN_HOME}/containerd.pid"
  wait_for 30 containerd_answers || engine_failed containerd "${log}/containerd.log"
  detach "${log}/dockerd.log" dockerd --config-file "${ENGINE_HOME}/daemon.json" >"${RUN_HOME}/dockerd.pid"
  wait_for 60 private_docker_answers || engine_failed dockerd "${log}/dockerd.log"
}

engine_failed() {
  say "$1 did not start; the end of $2:"
  tail -n 15 "$2" >&2
  stop_private_docker
  exit 1
}

# stop_private_docker : stops containers, daemons and mounts of this checkout's engine, and them only.
stop_private_docker() {
  local pid
  stop_process "$(read_pid dockerd)" dockerd
  stop_process "$(read_pid containerd)" containerd
  # Shims outlive their daemon by design; ours name our socket.
  for pid in $(processes_named containerd-shim); do
    if tr '\0' ' ' <"/proc/${pid}/cmdline" 2>/dev/null | grep -qF -- "-address ${CONTAINERD_SOCKET} "; then
      stop_process "$pid" containerd-shim
    fi
  done
  unmount_below "$RUN_HOME"
  unmount_below "${DATA_HOME}/docker"
  unmount_below "${DATA_HOME}/containerd"
  if [ -d "$PROGRAMS" ]; then (use_programs && remove_private_network); fi
  rm -rf -- "$RUN_HOME"
}

read_pid() { cat "${RUN_HOME}/$1.pid" 2>/dev/null || true; }
