import { InlineFile, LocalFiles, NpmPackages } from 'buildkit-cdk';
import type { Family } from '../family.ts';

// The first process of a container is ended by no signal that it does not take.
const END = `process.on('SIGTERM', () => process.exit(0));\n`;

const EVERYBODY = '$all';
const CONFIG = {
  storage: '/data/packages',
  auth: { htpasswd: { file: '/data/htpasswd' } },
  packages: { '**': { access: EVERYBODY, publish: EVERYBODY } },
  log: { type: 'stdout', format: 'json', level: 'warn' },
};

/** Verdaccio, by a package-lock.json of this repository: a registry of npm packages of one's own. */
export function addPackages(family: Family): void {
  const { app, debian } = family;
  const source = new LocalFiles(app, 'verdaccio-source', { path: 'sources/packages' });
  const verdaccio = new NpmPackages(app, 'verdaccio', { source, base: debian });
  family.member('packages', {
    base: debian.runtime({ packages: ['ca-certificates', 'nodejs'] }),
    files: [
      verdaccio.at('/app'),
      InlineFile.yaml(CONFIG).at('/etc/verdaccio.yaml'),
      InlineFile.text(END).at('/app/end.cjs'),
    ],
    entrypoint: [
      ...['/usr/bin/node', '--require=/app/end.cjs'],
      '/app/node_modules/verdaccio/bin/verdaccio',
    ],
    cmd: ['--config=/etc/verdaccio.yaml', '--listen=0.0.0.0:4873'],
    ports: ['4873/tcp'],
    writable: ['/data'],
    healthcheck: { http: 'http://127.0.0.1:4873/-/ping' },
    waivers: { writable: 'its packages' },
  });
}
