import { GoModules, GoProgram, InlineFile, LocalFiles } from 'buildkit-cdk';
import type { Family } from '../family.ts';

const CONFIG = {
  root_dir: '/data',
  serve_in_api_mode: true,
  enable_metrics_endpoint: true,
  gpg_provider: 'internal',
};

/** aptly, by a main package of this repository: archives of Debian packages, made by an API. */
export function addArchive(family: Family): void {
  const { app, debian } = family;
  const source = new LocalFiles(app, 'aptly-source', { path: 'sources/aptly' });
  const modules = new GoModules(app, 'aptly-modules', { source });
  const ldflags = ['-s', '-w'];
  const aptly = new GoProgram(app, 'aptly', { modules, base: debian, name: 'aptly', ldflags });
  family.member('archive', {
    base: debian.runtime({ packages: ['bzip2', 'ca-certificates', 'xz-utils'] }),
    files: [aptly.at('/boot/bin'), InlineFile.yaml(CONFIG).at('/etc/aptly.conf')],
    entrypoint: ['/boot/bin/aptly', 'api', 'serve', '-config=/etc/aptly.conf', '-listen=:8080'],
    ports: ['8080/tcp'],
    writable: ['/data'],
    healthcheck: { http: 'http://127.0.0.1:8080/api/ready' },
    waivers: { writable: 'its archives' },
  });
}
