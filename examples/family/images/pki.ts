import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = {
  ...{ root: '/data/ca/root.crt', crt: '/data/ca/issuer.crt', key: '/data/ca/issuer.key' },
  // With a port for metrics it takes no signal: its server of metrics is never stopped.
  ...{ address: '0.0.0.0:9000', dnsNames: ['pki.example'] },
  db: { type: 'badgerv2', dataSource: '/data/db' },
  authority: { provisioners: [{ type: 'ACME', name: 'acme' }] },
};

/** An authority of certificates, and its key, by openssl: of itself, or by another one. */
const authority = (name: string, depth: number, ...by: string[]) => [
  ...['/usr/bin/openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'group:P-256', '-noenc'],
  ...['-days', '3650', '-subj', `/CN=Family ${name}`, '-keyout', `${name}.key`],
  ...['-addext', `basicConstraints=critical,CA:TRUE,pathlen:${depth}`],
  ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-out', `${name}.crt`, ...by],
];

/** step-ca, from its Go modules: gives out certificates by ACME, by an authority that it makes once. */
export function addPki(family: Family): void {
  const module = 'github.com/smallstep/certificates';
  const stepCa = family.goProgram('step-ca', module, 'v0.28.4', './cmd/step-ca');
  const issuer = authority('issuer', 0, '-CA', 'root.crt', '-CAkey', 'root.key');
  family.member('pki', {
    base: family.debian.runtime({ packages: ['ca-certificates', 'openssl'] }),
    files: [stepCa.at('/boot/bin'), InlineFile.json(CONFIG).at('/etc/step-ca.json')],
    start: { once: { folder: '/data/ca', run: [authority('root', 1), issuer] } },
    entrypoint: ['/boot/bin/step-ca', '/etc/step-ca.json'],
    ports: ['9000/tcp'],
    writable: ['/data'],
    healthcheck: { http: 'https://127.0.0.1:9000/health' },
    waivers: { writable: 'its keys, and the certificates that it gave out' },
  });
}
