import { BaseImage } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const PACKAGES = [
  'bind9-dnsutils',
  'ca-certificates',
  'curl',
  'ldap-utils',
  'lego',
  'mosquitto-clients',
  'openssh-client',
  'openssl',
  'postgresql-client',
  'redis-tools',
  'smbclient',
];

/** Debian with a shell and clients, to look into the others with. */
export function addTools({ app, debian, platforms, publish }: Family): void {
  new BaseImage(app, 'tools', {
    base: debian.minbase({ packages: PACKAGES }),
    platforms,
    publish: publish('tools'),
  });
}
