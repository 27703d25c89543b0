import { template, variable } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const password = variable('PASSWORD', { file: '/run/secrets/password' }).as('sql');
const ACCOUNT = template`CREATE DATABASE IF NOT EXISTS family;
CREATE USER IF NOT EXISTS family@'%';
ALTER USER family@'%' IDENTIFIED BY ${password};
GRANT ALL ON family.* TO family@'%';
`;
const TABLES = ['system_tables', 'performance_tables', 'system_tables_data', 'sys_schema'];
const SERVER = ['/usr/sbin/mariadbd', '--no-defaults', '--tmpdir=/tmp'];

/** MariaDB, of Debian: one account, whose password is that of a file at each start. */
export function addMariadb(family: Family): void {
  const input = [
    template`CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = 'root';\n`,
    ...TABLES.map((name) => `/usr/share/mariadb/mariadb_${name}.sql`),
  ];
  family.member('mariadb', {
    base: family.debian.runtime({ packages: ['mariadb-server-core'] }),
    start: {
      files: [{ path: '/tmp/account.sql', content: ACCOUNT }],
      once: {
        folder: '/data/main',
        run: [{ command: [...SERVER, '--bootstrap', '--datadir=.'], input }],
      },
    },
    entrypoint: [...SERVER, '--datadir=/data/main', '--init-file=/tmp/account.sql'],
    cmd: ['--socket=/tmp/mariadb.sock'],
    ports: ['3306/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:3306', startPeriodSeconds: 120 },
    waivers: { writable: 'the database' },
  });
}
