# shellcheck shell=bash
# Services that a script starts for its own time: what ran before stays. To be sourced after common.sh.

SERVICES_TO_STOP=()

# use_service SCRIPT [OPTION...] : starts it unless it runs, and takes its addresses into the
# environment. Options are --name, --port and --auth of the script.
use_service() {
  local script=$1 name=() arguments=("${@:2}")
  [ "${arguments[0]:-}" != --name ] || name=(--name "${arguments[1]}")
  if ! "${PROJECT_ROOT}/scripts/${script}" status "${name[@]}" >/dev/null 2>&1; then
    "${PROJECT_ROOT}/scripts/${script}" start "${arguments[@]}" || return
    SERVICES_TO_STOP+=("${script} stop ${name[*]}")
  fi
  eval "$("${PROJECT_ROOT}/scripts/${script}" env "${name[@]}")"
}

# stop_services : stops what use_service started, last one first.
stop_services() {
  local index command
  for ((index = ${#SERVICES_TO_STOP[@]} - 1; index >= 0; index--)); do
    read -ra command <<<"${SERVICES_TO_STOP[index]}"
    "${PROJECT_ROOT}/scripts/${command[0]}" "${command[@]:1}" || true
  done
  SERVICES_TO_STOP=()
}
