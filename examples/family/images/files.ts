import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const KEYGEN = ['/usr/bin/ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', 'host'];
const CONFIG = `Port 2222
HostKey /data/keys/host
AuthorizedKeysFile /run/secrets/keys
PidFile none
StrictModes no
Subsystem sftp internal-sftp
`;

/** OpenSSH's server, of Debian: files by sftp; its key is made once, in the volume. */
export function addFiles(family: Family): void {
  const shell = '/usr/lib/openssh/sftp-server';
  family.member('files', {
    base: family.debian.runtime({ packages: ['openssh-server'] }),
    files: [InlineFile.text(CONFIG).at('/etc/ssh/family.conf')],
    accounts: [{ name: 'guest', id: 2000, home: '/data', shell }],
    user: 'guest',
    start: { once: { folder: '/data/keys', run: [KEYGEN] } },
    entrypoint: ['/usr/sbin/sshd', '-D', '-e', '-f', '/etc/ssh/family.conf'],
    ports: ['2222/tcp'],
    writable: ['/data'],
    healthcheck: { tcp: '127.0.0.1:2222' },
    waivers: { writable: 'its key and files', shell: 'the scripts of its packages want one' },
  });
}
