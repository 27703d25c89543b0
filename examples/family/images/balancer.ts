import { LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

/** HAProxy, of Debian: spreads requests over servers that answer. */
export function addBalancer(family: Family): void {
  const config = new LocalFiles(family.app, 'balancer-config', { path: 'sources/balancer' });
  family.member('balancer', {
    base: family.debian.runtime({ packages: ['haproxy'] }),
    files: [config.at('/etc/family')],
    entrypoint: ['/usr/sbin/haproxy', '-W', '-f', '/etc/family/haproxy.cfg'],
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:8080/health' },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
