import { InlineFile } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = {
  version: 0.1,
  storage: { filesystem: { rootdirectory: '/data' }, delete: { enabled: true } },
  http: {
    addr: '0.0.0.0:5000',
    debug: { addr: '0.0.0.0:5001', prometheus: { enabled: true, path: '/metrics' } },
  },
};

/** Distribution, from its Go modules: a registry that keeps images in a volume. */
export function addRegistry(family: Family): void {
  const registry = family.goProgram(
    'distribution',
    'github.com/distribution/distribution/v3',
    'v3.0.0',
    './cmd/registry',
  );
  family.member('registry', {
    base: family.debian.runtime({ packages: ['ca-certificates'] }),
    files: [registry.at('/boot/bin'), InlineFile.yaml(CONFIG).at('/etc/registry.yml')],
    entrypoint: ['/boot/bin/registry', 'serve', '/etc/registry.yml'],
    ports: ['5000/tcp', '5001/tcp'],
    writable: ['/data'],
    healthcheck: { http: 'http://127.0.0.1:5000/v2/' },
    waivers: { writable: 'its images' },
  });
}
