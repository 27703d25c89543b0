# shellcheck shell=bash
# Installing and compiling the project itself. To be sourced after common.sh.

# check_tools TOOL... : every tool that is missing, in one message.
check_tools() {
  local tool missing=()
  for tool in "$@"; do
    have "$tool" || missing+=("$tool")
  done
  [ "${#missing[@]}" -eq 0 ] || die "missing: ${missing[*]} (on Debian: apt-get install nodejs npm git coreutils util-linux)"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    die "Node.js $(node --version) is too old: 20.19 or newer is needed"
}

# install_project : npm ci, unless node_modules is already what package-lock.json says.
install_project() {
  local stamp=${PROJECT_ROOT}/node_modules/.lock-of-install
  if cmp -s "${PROJECT_ROOT}/package-lock.json" "$stamp"; then return 0; fi
  if [ -d "${PROJECT_ROOT}/node_modules" ] && (cd "$PROJECT_ROOT" && npm ls --all >/dev/null 2>&1); then
    cp -- "${PROJECT_ROOT}/package-lock.json" "$stamp"
    return 0
  fi
  say 'installing the npm packages of package-lock.json'
  # The compile step that npm would run afterwards is compile_project's.
  (cd "$PROJECT_ROOT" && npm ci --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error >&2) ||
    die 'npm ci failed'
  cp -- "${PROJECT_ROOT}/package-lock.json" "$stamp"
}

# compile_project : dist/, which the program synth and the examples run from.
compile_project() {
  (cd "$PROJECT_ROOT" && npm run --silent build >&2)
}
