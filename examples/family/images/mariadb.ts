import { template, variable } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const password = variable('PASSWORD', { file: '/run/secrets/password' }).as('sql');
const ACCOUNT = template`CREATE DATABASE IF NOT EXISTS family;
CREATE USER IF NOT EXISTS family@'%' IDENTIFIED BY ${password};
ALTER USER family@'%' IDENTIFIED BY ${password};
GRANT ALL ON family.* TO family@'%';
`;
const INSTALL = [
  '--no-defaults',
  '--datadir=.',
  '--skip-test-db',
  '--skip-name-resolve',
];

/** MariaDB, of Debian: one account, whose password is that of a file at each start. */
export function addMariadb(family: Family): void {
  family.member('mariadb', {
    base: family.debian.runtime({ packages: ['dash', 'mariadb-server'] }),
    start: {
      files: [{ path: '/run/account.sql', content: ACCOUNT }],
      once: { folder: '/data/main', run: [['/usr/bin/mariadb-install-db', ...INSTALL]] },
    },
    entrypoint: ['/usr/sbin/mariadbd', '--no-defaults', '--datadir=/data/main'],
    cmd: ['--socket=/tmp/mariadb.sock', '--tmpdir=/tmp', '--init-file=/run/account.sql'],
    ports: ['3306/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:3306' },
    waivers: { writable: 'the database', shell: 'mariadb-install-db is a script' },
  });
}
