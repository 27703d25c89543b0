import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = `global
  log stdout format raw local0
defaults
  mode http
  log global
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend web
  bind :8080
  http-request return status 200 content-type text/plain string healthy if { path /health }
  http-request use-service prometheus-exporter if { path /metrics }
  default_backend rooms
backend rooms
  balance roundrobin
  server one 127.0.0.1:8001 check
  server two 127.0.0.1:8002 check
`;

/** HAProxy, of Debian: spreads requests over servers that answer. */
export function addBalancer(family: Family): void {
  family.member('balancer', {
    base: family.debian.runtime({ packages: ['haproxy'] }),
    files: [InlineFile.text(CONFIG).at('/etc/haproxy/family.cfg')],
    entrypoint: ['/usr/sbin/haproxy', '-W', '-f', '/etc/haproxy/family.cfg'],
    ports: ['8080/tcp'],
    healthcheck: { http: 'http://127.0.0.1:8080/health' },
    waivers: { shell: 'the scripts of its packages want one' },
  });
}
