import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const PROGRAMS = '/usr/lib/postgresql/17/bin';
const HBA = 'local all all trust\nhost all all all scram-sha-256\n';
const INIT = ['--pgdata=.', '--username=postgres', '--pwfile=/run/secrets/password'];
const SETTINGS = {
  hba_file: '/etc/postgresql/hba.conf',
  jit: 'off',
  listen_addresses: '*',
  unix_socket_directories: '/tmp',
};

/** PostgreSQL, of Debian: an empty volume gets a database, whose password is in a file. */
export function addPostgres(family: Family): void {
  family.member('postgres', {
    base: family.debian.runtime({ packages: ['dash', 'postgresql-17'] }),
    files: [InlineFile.text(HBA).at('/etc/postgresql/hba.conf')],
    start: {
      once: { folder: '/data/main', run: [[`${PROGRAMS}/initdb`, ...INIT, '--encoding=UTF8']] },
    },
    entrypoint: [`${PROGRAMS}/postgres`, '-D', '/data/main'],
    cmd: Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ports: ['5432/tcp'],
    writable: ['/data'],
    stopSignal: 'SIGINT',
    healthcheck: {
      command: [`${PROGRAMS}/pg_isready`, '--host=127.0.0.1', '--quiet'],
      startPeriodSeconds: 120,
    },
    waivers: { writable: 'the database', shell: 'initdb starts its server by one' },
  });
}
