import type { Family } from '../family.ts';

const SETTINGS = ['CacheDir=/data', 'LogDir=/tmp', 'PidFile=/tmp/pid', 'SocketPath='];

/** Apt-Cacher NG, of Debian: packages that were fetched once are there for all, in a volume. */
export function addMirror(family: Family): void {
  family.member('mirror', {
    base: family.debian.runtime({ packages: ['apt-cacher-ng'] }),
    user: 'apt-cacher-ng',
    entrypoint: ['/usr/sbin/apt-cacher-ng', '-c', '/etc/apt-cacher-ng', 'ForeGround=1'],
    cmd: [...SETTINGS, 'AllowUserPorts=0'],
    ports: ['3142/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:3142' },
    waivers: { writable: 'the packages', shell: 'the scripts of its packages want one' },
  });
}
