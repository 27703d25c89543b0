import { LocalFiles, NodeProgram, NpmPackages } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** A server in Node, from this repository and packages of npm. */
export function addGreeter(family: Family): void {
  const { app, debian } = family;
  const source = new LocalFiles(app, 'greeter-source', { path: 'sources/greeter' });
  const packages = new NpmPackages(app, 'greeter-packages', { source, base: debian });
  const program = new NodeProgram(app, 'greeter-program', { packages });
  family.member('greeter', {
    base: debian.runtime({ packages: ['nodejs'] }),
    files: [program.at('/app')],
    entrypoint: ['/usr/bin/node', '/app/server.js'],
    env: { NODE_ENV: 'production', PORT: '8080' },
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:${PORT}/health' },
  });
}
