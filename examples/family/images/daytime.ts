import { BuildStage, LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** A server in C, from this repository: RFC 867. */
export function addDaytime(family: Family): void {
  const { app, debian } = family;
  const program = new BuildStage(app, 'daytime-program', {
    base: debian.minbase(),
    cross: 'c',
    mounts: { '/src': new LocalFiles(app, 'daytime-source', { path: 'sources/daytime' }) },
    workingDirectory: '/src',
    run: ({ flags, target }) => [
      [`${target.gnu}-gcc`, ...flags.compile, ...flags.link, '-o', '/out/daytime', 'daytime.c'],
    ],
  });
  family.member('daytime', {
    base: debian.runtime({ packages: ['libc6'] }),
    files: [program.directory('/out').at('/boot/bin')],
    entrypoint: ['/boot/bin/daytime'],
    ports: ['13/tcp'],
    healthcheck: { tcp: '127.0.0.1:13' },
  });
}
