import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = `Listen 0.0.0.0:631
DefaultAuthType None
Browsing Off
WebInterface Off
<Location />
  Allow all
</Location>
<Policy default>
  <Limit All>
    Allow all
  </Limit>
</Policy>
`;
const FILES = `ServerRoot /data/etc
StateDir /tmp/cups
RequestRoot /data/spool
TempDir /tmp/cups
CacheDir /tmp/cups
AccessLog stderr
ErrorLog stderr
PageLog stderr
User 65532
Group 65532
SystemGroup nonroot
`;

/** CUPS, of Debian: queues of printers, kept in a volume. */
export function addCups(family: Family): void {
  family.member('cups', {
    base: family.debian.runtime({ packages: ['cups-daemon'] }),
    files: [
      InlineFile.text(CONFIG).at('/etc/cups/family.conf'),
      InlineFile.text(FILES).at('/etc/cups/family-files.conf'),
    ],
    start: { folders: ['/tmp/cups', '/data/etc', '/data/spool'] },
    entrypoint: ['/usr/sbin/cupsd', '-f', '-c', '/etc/cups/family.conf'],
    cmd: ['-s', '/etc/cups/family-files.conf'],
    ports: ['631/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:631' },
    waivers: { writable: 'queues and jobs', shell: 'the scripts of its packages want one' },
  });
}
