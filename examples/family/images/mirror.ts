import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = `CacheDir: /data
LogDir: /tmp
PidFile: /tmp/pid
SocketPath:
AllowUserPorts: 0
ForeGround: 1
`;

/** Apt-Cacher NG, of Debian: packages that were fetched once are there for all, in a volume. */
export function addMirror(family: Family): void {
  family.member('mirror', {
    base: family.debian.runtime({ packages: ['apt-cacher-ng'] }),
    files: [InlineFile.text(CONFIG).at('/etc/mirror/acng.conf')],
    entrypoint: ['/usr/sbin/apt-cacher-ng', '-c', '/etc/mirror'],
    ports: ['3142/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:3142' },
    waivers: { writable: 'the packages', shell: 'the scripts of its packages want one' },
  });
}
