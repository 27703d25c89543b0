import { LocalFiles, PythonPackages } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** A web application in Python, from this repository, with wheels that are compiled: numpy and lxml. */
export function addMeasures(family: Family): void {
  const { app, debian } = family;
  const source = new LocalFiles(app, 'measures-source', { path: 'sources/measures' });
  const packages = new PythonPackages(app, 'measures-packages', { source, base: debian });
  family.member('measures', {
    base: debian.runtime({ packages: ['python3.13', 'libstdc++6'], exclude: ['dpkg'] }),
    files: [packages.at('/usr/local'), source.include('measures').at('/app')],
    entrypoint: ['/usr/local/bin/gunicorn', '--bind=0.0.0.0:8080', 'measures:answer'],
    env: { PYTHONPATH: '/app', PYTHONDONTWRITEBYTECODE: '1' },
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:8080/health' },
  });
}
