import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CADDYFILE = `{
  admin off
  persist_config off
  auto_https disable_redirects
  skip_install_trust
  metrics
}
https://{$DOMAIN} {
  tls internal
  respond "hello from the router"
}
http://:8080 {
  respond /health 200
  metrics /metrics
}
`;

/** Caddy, from its Go modules: TLS by an authority of its own, kept in a volume. */
export function addRouter(family: Family): void {
  const caddy = family.goProgram(
    'caddy',
    'github.com/caddyserver/caddy/v2',
    'v2.9.1',
    './cmd/caddy',
  );
  family.member('router', {
    base: family.debian.runtime({ packages: ['ca-certificates'] }),
    files: [caddy.at('/boot/bin'), InlineFile.text(CADDYFILE).at('/etc/caddy/Caddyfile')],
    entrypoint: ['/boot/bin/caddy', 'run', '--config', '/etc/caddy/Caddyfile'],
    env: { DOMAIN: 'router.example', XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/data' },
    ports: ['443/tcp', '8080/tcp'],
    writable: ['/data'],
    healthcheck: { http: 'http://127.0.0.1:8080/health' },
    waivers: { writable: 'its authority and certificates' },
  });
}
