import type { Family } from '../family.ts';

/** Redis, of Debian: a cache in memory, which keeps nothing. */
export function addCache(family: Family): void {
  family.member('cache', {
    base: family.debian.runtime({ packages: ['redis-server'] }),
    entrypoint: ['/usr/bin/redis-server'],
    cmd: ['--bind', '0.0.0.0', '--protected-mode', 'no', '--save', '', '--appendonly', 'no'],
    ports: ['6379/tcp'],
    healthcheck: { command: ['/usr/bin/redis-cli', 'ping'] },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
