import type { DebianBase } from '../debian/debian-base';

/** The environment of commands that run in a root of Debian, the same on every machine. */
export function stageEnvironment(base: DebianBase) {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
    HOME: '/root',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: `${base.sourceDateEpoch}`,
  };
}
