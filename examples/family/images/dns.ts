import { GoModules, GoProgram, InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const COREFILE = `.:53 {
  errors
  hosts {
    192.0.2.53 family.example
  }
  prometheus 0.0.0.0:9153
}
`;

/** CoreDNS, from its Go modules: it answers for the family alone. */
export function addDns(family: Family): void {
  const { app, debian } = family;
  const modules = new GoModules(app, 'coredns-modules', {
    module: 'github.com/coredns/coredns',
    version: 'v1.12.0',
  });
  const coredns = new GoProgram(app, 'coredns', { modules, base: debian, ldflags: ['-s', '-w'] });
  family.member('dns', {
    base: debian.runtime(),
    files: [coredns.at('/boot/bin'), InlineFile.text(COREFILE).at('/etc/coredns/Corefile')],
    entrypoint: ['/boot/bin/coredns', '-conf', '/etc/coredns/Corefile'],
    ports: ['53/udp', '53/tcp', '9153/tcp'],
    healthcheck: { dns: 'dns://127.0.0.1/family.example?type=A' },
  });
}
