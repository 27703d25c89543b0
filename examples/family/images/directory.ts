import { template, variable } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = template`include /etc/ldap/schema/core.schema
moduleload back_mdb
modulepath /usr/lib/ldap
pidfile /tmp/slapd.pid
database mdb
suffix dc=family,dc=example
rootdn cn=admin,dc=family,dc=example
rootpw ${variable('PASSWORD', { file: '/run/secrets/password' })}
directory /data/directory
`;

/** OpenLDAP's server, of Debian: a directory, kept in a volume. */
export function addDirectory(family: Family): void {
  family.member('directory', {
    base: family.debian.runtime({ packages: ['slapd'] }),
    start: {
      folders: ['/data/directory'],
      files: [{ path: '/tmp/slapd.conf', content: CONFIG }],
    },
    entrypoint: ['/usr/sbin/slapd', '-d', 'none', '-f', '/tmp/slapd.conf'],
    cmd: ['-h', 'ldap://0.0.0.0:389/'],
    ports: ['389/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:389' },
    waivers: { writable: 'the directory', shell: 'the scripts of its packages want one' },
  });
}
