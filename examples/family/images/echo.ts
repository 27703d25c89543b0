import { CargoCrates, CargoProgram, LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** A server in Rust, from this repository and crates of crates.io. */
export function addEcho(family: Family): void {
  const { app, debian } = family;
  const source = new LocalFiles(app, 'echo-source', { path: 'sources/echo' });
  const crates = new CargoCrates(app, 'echo-crates', { source });
  const program = new CargoProgram(app, 'echo-program', {
    crates,
    base: debian.minbase(),
    program: 'echo',
  });
  family.member('echo', {
    base: debian.runtime({ packages: ['libc6', 'libgcc-s1'] }),
    files: [program.at('/boot/bin')],
    entrypoint: ['/boot/bin/echo'],
    env: { PORT: '8080' },
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:${PORT}/health' },
  });
}
