# shellcheck shell=bash
# The bridge of the private engine. A Docker Engine that already runs on the machine keeps its own
# bridge, addresses and firewall rules untouched. To be sourced after common.sh.

# At most 15 characters, as the kernel wants.
readonly OWN_BRIDGE=bkcdk-${CHECKOUT_ID}
readonly NETWORK_STATE=${ENGINE_HOME}/network

# other_docker : whether some other dockerd works in this network namespace.
other_docker() {
  local pid
  for pid in $(processes_named dockerd); do
    [ "$(readlink "/proc/${pid}/ns/net")" = "$(readlink /proc/self/ns/net)" ] && return 0
  done
  return 1
}

# free_subnet : the first 10.x.y that no route of the machine touches.
free_subnet() {
  local second routes
  routes=$(ip -4 route show table all 2>/dev/null)
  for second in 213 214 215 97 98 99; do
    if ! grep -qE "(^| )10\.${second}\." <<<"$routes"; then
      printf '10.%s.0.1/24' "$second"
      return 0
    fi
  done
  return 1
}

# prepare_private_network : makes the bridge; sets PRIVATE_BRIDGE ("" for Docker's own docker0) and
# PRIVATE_FIREWALL (whether the engine may write firewall rules).
prepare_private_network() {
  local subnet
  PRIVATE_FIREWALL=true
  PRIVATE_BRIDGE=$OWN_BRIDGE
  if other_docker; then
    PRIVATE_FIREWALL=false
    say 'another Docker Engine runs here and its firewall rules are left alone: build steps that ask for the network do not reach beyond this machine'
  fi
  if ! have ip; then
    [ ! -d /sys/class/net/docker0 ] ||
      die 'docker0 belongs to another Docker Engine, and a bridge apart needs the program "ip": install iproute2'
    PRIVATE_BRIDGE=''
  elif [ ! -d "/sys/class/net/${OWN_BRIDGE}" ]; then
    subnet=$(free_subnet) || die 'no free subnet for the bridge of the private engine'
    ip link add "$OWN_BRIDGE" type bridge || die "cannot make the bridge ${OWN_BRIDGE}: does the kernel have bridges?"
    ip addr add "$subnet" dev "$OWN_BRIDGE" || die "cannot give the bridge ${OWN_BRIDGE} an address"
    ip link set "$OWN_BRIDGE" up || die "cannot start the bridge ${OWN_BRIDGE}"
  fi
  # What to put back when the engine stops.
  {
    printf 'firewall=%s\n' "$PRIVATE_FIREWALL"
    printf 'ip_forward=%s\n' "$(cat /proc/sys/net/ipv4/ip_forward)"
  } | replace_file "$NETWORK_STATE"
}

# firewall_undo TABLE : what makes iptables-restore drop Docker's chains, and the rules that lead there.
firewall_undo() {
  iptables-save -t "$1" 2>/dev/null | awk -v table="$1" -v bridge="$OWN_BRIDGE" '
    BEGIN { print "*" table }
    /^:DOCKER/ { chain = substr($1, 2); flush = flush "-F " chain "\n"; drop = drop "-X " chain "\n"; next }
    /^-A DOCKER/ { next }
    /^-A / && (/-j DOCKER/ || index($0, bridge)) { sub(/^-A/, "-D"); print }
    END { printf "%s%sCOMMIT\n", flush, drop }'
}

# remove_private_network : takes away bridge, rules and settings that the engine brought.
remove_private_network() {
  local firewall=false ip_forward=1 table
  if [ -r "$NETWORK_STATE" ]; then
    # shellcheck disable=SC1090
    . "$NETWORK_STATE"
    if [ "$firewall" = true ] && ! other_docker; then
      for table in filter nat raw; do
        firewall_undo "$table" | iptables-restore --noflush 2>/dev/null ||
          say "could not remove the firewall rules of the table ${table}"
      done
      if [ "$ip_forward" = 0 ]; then echo 0 >/proc/sys/net/ipv4/ip_forward; fi
    fi
    rm -f -- "$NETWORK_STATE"
  fi
  if have ip && [ -d "/sys/class/net/${OWN_BRIDGE}" ]; then ip link del "$OWN_BRIDGE"; fi
}
