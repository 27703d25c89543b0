import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../lib/environment';
import type { HttpPatience } from '../../lib/fetch/http-client';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import { type ArchiveServer, serveDebianArchives } from './archive-server';
import { type ArchiveSpec, type DebianArchive, makeDebianArchive } from './debian-archive';
import type { PackageSpec } from './debian-package';
import { makeSigningKey, type SigningKey } from './signing-key';

/** Date of the snapshots in these tests; the archives are some days older. */
export const SNAPSHOT = '20260110T000000Z';

/** Tries again at once, so that tests do not wait. */
export const PATIENCE: HttpPatience = { attempts: 3, retryDelay: 1, idleTimeout: 5_000 };

/** A Debian of its own: a release with updates and security updates, served on loopback. */
export interface ServedDebian {
  readonly server: ArchiveServer;
  readonly archive: DebianArchive;
  readonly key: SigningKey;
  /** File of the public key. */
  readonly keyring: string;
}

/** What differs from a sound archive, by suite. */
export type SuiteSpecs = Readonly<Record<string, Partial<ArchiveSpec>>>;

/** Both architectures of a package. */
export function onBoth(
  name: string,
  version: string,
  fields: Record<string, string> = {},
): PackageSpec[] {
  return ['amd64', 'arm64'].map((architecture) => ({
    name,
    version,
    architecture,
    fields,
    compression: 'none',
  }));
}

/** Packages of the release: a minbase of three, and a program with an architecture-free part. */
export const PACKAGES: readonly PackageSpec[] = [
  ...onBoth('apt', '3.0', { Depends: 'libc6 (>= 2)' }),
  ...onBoth('bash', '5.2', { Essential: 'yes', Priority: 'required' }),
  ...onBoth('libc6', '2.41-1', { Source: 'glibc', 'Multi-Arch': 'same' }),
  ...onBoth('hello', '1:2.0-1', { Depends: 'libc6, hello-data (= 1:2.0-1)' }),
  { name: 'hello-data', version: '1:2.0-1', architecture: 'all', compression: 'none' },
];

/** Makes the archives in `folder`, and serves them as mirror and as snapshot. */
export async function serveDebian(
  folder: string,
  specs: SuiteSpecs = {},
  suite = 'trixie',
): Promise<ServedDebian> {
  const key = await makeSigningKey();
  const make = (archive: string, name: string, packages: readonly PackageSpec[]) =>
    makeDebianArchive(join(folder, archive), {
      suite: name,
      packages,
      keys: [key],
      ...specs[name],
    });
  const archive = await make('debian', suite, PACKAGES);
  await make('debian', `${suite}-updates`, onBoth('libc6', '2.41-2', { 'Multi-Arch': 'same' }));
  const security = await make('debian-security', `${suite}-security`, []);
  const keyring = join(folder, 'keyring.asc');
  writeFileSync(keyring, key.publicKey);
  const server = await serveDebianArchives({
    debian: { [SNAPSHOT]: archive },
    'debian-security': { [SNAPSHOT]: security },
  });
  return { server, archive, key, keyring };
}

/** An environment that names the served archives as mirrors. */
export function mirrorEnvironment(
  { server, keyring }: ServedDebian,
  cacheFolder: string,
): Environment {
  return {
    mirrors: {
      debian: [server.mirror('debian')],
      'debian-security': [server.mirror('debian-security')],
    },
    aptMirrors: {},
    keyrings: [keyring],
    cacheFolder,
  };
}

/** A Debian request, with what most tests ask for. */
export function debianRequest(request: Partial<DebianRequest> = {}): DebianRequest {
  return {
    suite: 'trixie',
    snapshot: SNAPSHOT,
    components: ['main'],
    variant: 'none',
    include: ['hello'],
    architecture: 'amd64',
    ...request,
  };
}
