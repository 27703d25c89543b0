import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = `server:
  interface: 0.0.0.0
  access-control: 0.0.0.0/0 allow
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  local-zone: "family.example." static
  local-data: "family.example. A 192.0.2.54"
`;

/** Unbound, of Debian: a resolver with a zone of its own. */
export function addUnbound(family: Family): void {
  family.member('unbound', {
    base: family.debian.runtime({ packages: ['unbound'] }),
    files: [InlineFile.text(CONFIG).at('/etc/unbound/family.conf')],
    entrypoint: ['/usr/sbin/unbound', '-d', '-c', '/etc/unbound/family.conf'],
    ports: ['53/udp', '53/tcp'],
    healthcheck: { dns: 'dns://127.0.0.1:53/family.example?type=A' },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
