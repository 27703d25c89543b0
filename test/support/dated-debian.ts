import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../lib/environment';
import { type ArchiveServer, serveDebianArchives } from './archive-server';
import { type DebianArchive, makeDebianArchive } from './debian-archive';
import type { PackageSpec } from './debian-package';
import { makeSigningKey } from './signing-key';

/** What a Debian holds at a date: packages of the release, and of its security updates. */
export interface DatedPackages {
  readonly packages: readonly PackageSpec[];
  readonly security?: readonly PackageSpec[];
  /** How long its updates count as the current ones. @default - two weeks */
  readonly validUntil?: Date;
}

/** A Debian of its own at several dates, served on loopback. */
export interface DatedDebian {
  readonly server: ArchiveServer;
  /** File of the public key. */
  readonly keyring: string;
  /** An environment whose mirrors have the state of a date. */
  environment(date: string, cacheFolder: string): Environment;
  /** Options of a command that name these mirrors. */
  mirrorOptions(date: string): string[];
  /** Where archives lie on disk, by date. */
  readonly archives: Readonly<Record<string, DebianArchive>>;
}

const DAY_MS = 86_400_000;

/** Makes `trixie` with its updates and security updates, as they were the day before each date. */
export async function serveDatedDebian(
  folder: string,
  states: Readonly<Record<string, DatedPackages>>,
): Promise<DatedDebian> {
  const keys = [await makeSigningKey()];
  const archives: Record<string, DebianArchive> = {};
  const security: Record<string, DebianArchive> = {};
  for (const [date, { packages, security: fixed = [], validUntil }] of Object.entries(states)) {
    const time = date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
    const common = {
      keys,
      date: new Date(Date.parse(time) - DAY_MS),
      ...(validUntil === undefined ? {} : { validUntil }),
    };
    const main = join(folder, date, 'debian');
    archives[date] = await makeDebianArchive(main, { ...common, packages });
    await makeDebianArchive(main, { ...common, packages: [], suite: 'trixie-updates' });
    security[date] = await makeDebianArchive(join(folder, date, 'debian-security'), {
      ...common,
      packages: fixed,
      suite: 'trixie-security',
    });
  }
  const keyring = join(folder, 'keyring.asc');
  writeFileSync(keyring, keys.map(({ publicKey }) => publicKey).join('\n'));
  const server = await serveDebianArchives({ debian: archives, 'debian-security': security });
  const urlAt = (archive: string, date: string) => server.snapshot(date, archive);
  return {
    server,
    keyring,
    archives,
    environment: (date, cacheFolder) => ({
      mirrors: {
        debian: [urlAt('debian', date)],
        'debian-security': [urlAt('debian-security', date)],
      },
      aptMirrors: {},
      keyrings: [keyring],
      cacheFolder,
    }),
    mirrorOptions: (date) => [
      ...['--mirror', urlAt('debian', date)],
      ...['--mirror', `debian-security=${urlAt('debian-security', date)}`],
    ],
  };
}
