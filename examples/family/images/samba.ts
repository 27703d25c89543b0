import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = `[global]
  server string = family
  guest account = nonroot
  map to guest = Bad User
  private dir = /tmp/samba
  lock directory = /tmp/samba
  state directory = /tmp/samba
  cache directory = /tmp/samba
  pid directory = /tmp/samba
  ncalrpc dir = /tmp/samba/ncalrpc
  log file = /dev/stdout
  load printers = no
  disable spoolss = yes
[room]
  path = /data
  guest ok = yes
  read only = no
`;

/** Samba, of Debian: one share, open to all. */
export function addSamba(family: Family): void {
  family.member('samba', {
    base: family.debian.runtime({ packages: ['samba'] }),
    files: [InlineFile.text(CONFIG).at('/etc/samba/family.conf')],
    start: { folders: ['/tmp/samba'] },
    entrypoint: ['/usr/sbin/smbd', '--foreground', '--no-process-group'],
    cmd: ['--configfile=/etc/samba/family.conf', '--debug-stdout'],
    ports: ['445/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:445' },
    waivers: { writable: 'what is shared', shell: 'the scripts of its packages want one' },
  });
}
