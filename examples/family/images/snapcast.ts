import type { Family } from '../family.ts';

/** Snapcast's server, of Debian: one stream of sound for many rooms. */
export function addSnapcast(family: Family): void {
  family.member('snapcast', {
    base: family.debian.runtime({ packages: ['snapserver'] }),
    entrypoint: ['/usr/bin/snapserver'],
    cmd: ['--server.datadir=/data', '--stream.source=tcp://0.0.0.0?name=room'],
    ports: ['1704/tcp', '1705/tcp', '1780/tcp', '4953/tcp'],
    writable: ['/data'],
    healthcheck: { http: 'http://127.0.0.1:1780/' },
    waivers: {
      writable: 'names and volumes of its clients',
      shell: 'the scripts of its packages want one',
    },
  });
}
