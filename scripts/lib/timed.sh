# shellcheck shell=bash
# How long commands take whose words nobody needs to see. To be sourced after common.sh.

# timed COMMAND... : its seconds, on stdout; what it says goes to the file $log.
timed() {
  local start=$SECONDS
  "$@" >>"$log" 2>&1 || { tail -n 20 "$log" >&2; die "failed: $* (${log})"; }
  printf '%s' "$((SECONDS - start))"
}
