import { LocalFiles, PythonPackages } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** A web application in Python, from this repository and wheels of the public index. */
export function addLedger(family: Family): void {
  const { app, debian } = family;
  const source = new LocalFiles(app, 'ledger-source', { path: 'sources/ledger' });
  const packages = new PythonPackages(app, 'ledger-packages', { source, base: debian });
  family.member('ledger', {
    base: debian.runtime({ packages: ['python3.13'], exclude: ['dpkg'] }),
    files: [packages.at('/usr/local'), source.include('ledger').at('/app')],
    entrypoint: ['/usr/local/bin/gunicorn', '--bind=0.0.0.0:8080', '--threads=4', 'ledger:app'],
    env: { PYTHONPATH: '/app', PYTHONDONTWRITEBYTECODE: '1' },
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:8080/health' },
  });
}
