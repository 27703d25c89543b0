import { LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** CUPS, of Debian: queues of printers, kept in a volume. */
export function addCups(family: Family): void {
  const config = new LocalFiles(family.app, 'cups-config', { path: 'sources/cups' });
  family.member('cups', {
    base: family.debian.runtime({ packages: ['cups-daemon'] }),
    files: [config.at('/etc/family')],
    start: { folders: ['/tmp/cups', '/data/etc', '/data/spool'] },
    entrypoint: ['/usr/sbin/cupsd', '-f', '-c', '/etc/family/cupsd.conf'],
    cmd: ['-s', '/etc/family/cups-files.conf'],
    ports: ['631/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:631' },
    waivers: { writable: 'queues and jobs', shell: 'the scripts of its packages want one' },
  });
}
