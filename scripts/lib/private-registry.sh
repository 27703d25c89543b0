# shellcheck shell=bash
# Registries for tests: Debian's docker-registry on loopback. To be sourced after common.sh and
# debian-packages.sh. Each instance NAME has its state in .engine/registries/NAME.

readonly REGISTRY_PROGRAM=${ENGINE_HOME}/registry-programs/usr/bin/docker-registry
readonly REGISTRIES=${ENGINE_HOME}/registries

fetch_registry_programs() {
  use_own_suite
  say "fetching docker-registry $(candidate own docker-registry)"
  unpack_into "$1" own docker-registry
}

# registry_program : prints the path of a registry server, fetched if the machine has none.
registry_program() {
  local reason
  if have docker-registry; then
    command -v docker-registry
    return 0
  fi
  reason=$(why_not_debian) || die "no registry, and ${reason}: put docker-registry (CNCF distribution) on PATH"
  with_packages registry-programs fetch_registry_programs ||
    die 'the package docker-registry could not be fetched'
  printf '%s\n' "$REGISTRY_PROGRAM"
}

# password_line USER PASSWORD : one line of an htpasswd file, bcrypt as the registry wants it.
password_line() {
  local hash
  if have htpasswd; then
    htpasswd -Bbn "$1" "$2" | head -n 1
  elif have perl && hash=$(perl -e 'print crypt($ARGV[0], $ARGV[1])' "$2" "$(bcrypt_salt)") && [ "${hash#\$2}" != "$hash" ]; then
    printf '%s:%s\n' "$1" "$hash"
  else
    die 'cannot make a bcrypt password: install apache2-utils'
  fi
}

# bcrypt_salt : 22 random characters of bcrypt's alphabet, after the scheme and the cost.
bcrypt_salt() {
  printf '$2b$05$'
  head -c 512 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c 22 || true
}

# free_port : a port of loopback that nobody listens on.
free_port() {
  node -e "const s=require('node:net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
}

registry_state() { [ -r "${REGISTRIES}/$1/state" ] && . "${REGISTRIES}/$1/state"; }

# registry_runs NAME : sets REGISTRY_PID, REGISTRY_PORT and REGISTRY_AUTH.
registry_runs() {
  REGISTRY_PID='' REGISTRY_PORT='' REGISTRY_AUTH=''
  # shellcheck disable=SC1090
  registry_state "$1" && is_alive "$REGISTRY_PID" docker-registry
}

# registry_answers PORT : 200 without and 401 with a password are both an answer.
registry_answers() {
  node -e "require('node:http').get('http://127.0.0.1:$1/v2/',(r)=>process.exit([200,401].includes(r.statusCode)?0:1)).on('error',()=>process.exit(1))"
}

# start_registry NAME PORT|"" AUTH|"" [--keep-data]
start_registry() {
  local name=$1 port=$2 auth=$3 folder=${REGISTRIES}/$1 program auth_block='' pid
  if registry_runs "$name"; then
    if [ -n "$port" ] && [ "$port" != "$REGISTRY_PORT" ]; then
      die "the registry ${name} already runs on port ${REGISTRY_PORT}: stop it first"
    fi
    [ "$auth" = "$REGISTRY_AUTH" ] || die "the registry ${name} already runs with another password: stop it first"
    say "already running: ${name} at 127.0.0.1:${REGISTRY_PORT}"
    return 0
  fi
  program=$(registry_program)
  [ -n "$port" ] || port=$(free_port)
  port_is_free "$port" || die "port ${port} is taken"
  mkdir -p "${folder}/data"
  if [ -n "$auth" ]; then
    password_line "${auth%%:*}" "${auth#*:}" | replace_file "${folder}/htpasswd"
    auth_block="auth:
  htpasswd:
    realm: test
    path: ${folder}/htpasswd"
  fi
  replace_file "${folder}/config.yml" <<CONF
version: 0.1
log:
  level: warn
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: ${folder}/data
  delete:
    enabled: true
http:
  addr: 127.0.0.1:${port}
  secret: loopback
${auth_block}
CONF
  : >"${folder}/log"
  pid=$(detach "${folder}/log" env OTEL_TRACES_EXPORTER=none "$program" serve "${folder}/config.yml")
  printf 'REGISTRY_PID=%q\nREGISTRY_PORT=%q\nREGISTRY_AUTH=%q\n' "$pid" "$port" "$auth" |
    replace_file "${folder}/state"
  if ! wait_for 20 registry_answers "$port"; then
    say "the registry did not start; the end of ${folder}/log:"
    tail -n 10 "${folder}/log" >&2
    stop_registry "$name"
    exit 1
  fi
  say "registry ${name} at 127.0.0.1:${port}"
}

# stop_registry NAME : stops it and drops its data.
stop_registry() {
  local name=$1
  if registry_runs "$name"; then
    stop_process "$REGISTRY_PID" docker-registry
    say "stopped: registry ${name}"
  fi
  rm -rf -- "${REGISTRIES:?}/${name}"
}
