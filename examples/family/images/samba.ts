import { LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** Samba, of Debian: one share, open to all. */
export function addSamba(family: Family): void {
  const config = new LocalFiles(family.app, 'samba-config', { path: 'sources/samba' });
  family.member('samba', {
    base: family.debian.runtime({ packages: ['samba'] }),
    files: [config.at('/etc/family')],
    start: { folders: ['/tmp/samba'] },
    entrypoint: ['/usr/sbin/smbd', '--foreground', '--no-process-group'],
    cmd: ['--configfile=/etc/family/smb.conf', '--debug-stdout'],
    ports: ['445/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:445' },
    waivers: { writable: 'what is shared', shell: 'the scripts of its packages want one' },
  });
}
