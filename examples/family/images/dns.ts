import { InlineFile } from 'buildkit-cdk';
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
  const coredns = family.goProgram('coredns', 'github.com/coredns/coredns', 'v1.12.0');
  family.member('dns', {
    base: family.debian.runtime(),
    files: [coredns.at('/boot/bin'), InlineFile.text(COREFILE).at('/etc/coredns/Corefile')],
    entrypoint: ['/boot/bin/coredns', '-conf', '/etc/coredns/Corefile'],
    ports: ['53/udp', '53/tcp', '9153/tcp'],
    healthcheck: { dns: 'dns://127.0.0.1/family.example?type=A' },
  });
}
