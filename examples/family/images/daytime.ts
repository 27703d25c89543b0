import { BuildStage, LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const HARDENING = ['-O2', '-fPIE', '-pie', '-Wl,-z,relro,-z,now', '-fstack-protector-strong'];

/** A server in C, from this repository: RFC 867. */
export function addDaytime(family: Family): void {
  const { app, debian } = family;
  const program = new BuildStage(app, 'daytime-program', {
    base: debian.minbase(),
    cross: 'c',
    mounts: { '/src': new LocalFiles(app, 'daytime-source', { path: 'sources/daytime' }) },
    run: ({ target }) => [
      ['mkdir', '-p', '/out'],
      [`${target.gnu}-gcc`, ...HARDENING, '-o', '/out/daytime', '/src/daytime.c'],
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
