# shellcheck shell=bash
# What every script shares: places, messages, locks, processes. To be sourced.

PROJECT_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
# Everything that the scripts download, start or keep lies below this folder (in .gitignore).
ENGINE_HOME=${PROJECT_ROOT}/.engine
# Two checkouts on one machine need different names for what is machine-wide (bridges, /run folders).
CHECKOUT_ID=$(printf '%s' "$PROJECT_ROOT" | sha256sum | cut -c1-8)

# Sockets are named by addresses that end at 107 bytes and had better hold no odd characters.
if [ "${#ENGINE_HOME}" -le 50 ] && [[ $ENGINE_HOME =~ ^[A-Za-z0-9._/-]+$ ]]; then
  RUN_HOME=${ENGINE_HOME}/run
else
  RUN_HOME=/run/buildkit-cdk-${CHECKOUT_ID}
fi

SCRIPT_NAME=$(basename -- "$0")

say() { printf '%s: %s\n' "$SCRIPT_NAME" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# with_lock NAME COMMAND... : runs a command (a function, too) in a subshell, while nobody else holds
# the lock NAME. Daemons are started through `detach`, which lets go of the lock.
with_lock() {
  local lock_file=${ENGINE_HOME}/$1.lock
  shift
  mkdir -p "$ENGINE_HOME"
  have flock || die 'flock is missing: install util-linux'
  (
    if ! flock --nonblock 9; then
      say "waiting for another script that is at work in ${ENGINE_HOME}"
      flock 9
    fi
    "$@"
  ) 9>"$lock_file"
}

# detach LOG COMMAND... : starts a daemon in a session of its own and prints its process id.
detach() {
  local log=$1
  shift
  setsid -- "$@" </dev/null >>"$log" 2>&1 9>&- &
  printf '%s\n' "$!"
}

# is_alive PID NAME : true if the process runs and is the program we think it is (ids are reused).
is_alive() {
  local pid=$1 name=$2
  [ -n "$pid" ] && [ -r "/proc/${pid}/cmdline" ] &&
    tr '\0' '\n' <"/proc/${pid}/cmdline" 2>/dev/null | head -n 2 | grep -q -- "$name"
}

# processes_named PREFIX : the ids of processes whose name begins so (the kernel keeps 15 characters).
processes_named() {
  local comm name
  for comm in /proc/[0-9]*/comm; do
    { read -r name <"$comm"; } 2>/dev/null || continue
    case "$name" in "$1"*) basename -- "$(dirname -- "$comm")" ;; esac
  done
}

# wait_for SECONDS COMMAND... : polls until the command succeeds.
wait_for() {
  local ticks=$(($1 * 10))
  shift
  while ! "$@" >/dev/null 2>&1; do
    ticks=$((ticks - 1))
    [ "$ticks" -gt 0 ] || return 1
    sleep 0.1
  done
}

is_gone() { ! is_alive "$@"; }

# stop_process PID NAME : asks, waits up to 30 seconds, then kills.
stop_process() {
  local pid=$1 name=$2
  is_alive "$pid" "$name" || return 0
  kill -TERM "$pid" 2>/dev/null || true
  if ! wait_for 30 is_gone "$pid" "$name"; then
    say "${name} (process ${pid}) did not stop within 30 seconds, killing it"
    kill -KILL "$pid" 2>/dev/null || true
    wait_for 5 is_gone "$pid" "$name" || true
  fi
}

# unmount_below DIRECTORY : unmounts whatever is still mounted in it, deepest first.
unmount_below() {
  local directory=$1 target
  # The kernel writes a space in a mount point as \040.
  awk -v top="${directory}/" '{ gsub(/\\040/, " ", $5); if (index($5, top) == 1) print $5 }' \
    /proc/self/mountinfo | sort -r | while IFS= read -r target; do
    umount -- "$target" 2>/dev/null || umount --lazy -- "$target" 2>/dev/null ||
      say "could not unmount ${target}"
  done
}

# replace_file PATH : writes stdin to PATH in one step.
replace_file() {
  local temporary
  temporary=$(mktemp "$1.XXXXXX")
  cat >"$temporary"
  chmod 644 "$temporary"
  mv -f -- "$temporary" "$1"
}

# port_is_free PORT
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
