import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuiltPackage, buildPackage, type PackageSpec, sha256 } from './debian-package';
import { makeSigningKey, type SigningKey, signDetached, signInline } from './signing-key';

/** What is wrong with the signatures of an archive. */
export type SignatureFlaw =
  /** Signed by a key that nobody trusts. */
  | 'other-key'
  /** The text was changed after it was signed. */
  | 'altered'
  /** There is neither InRelease nor Release.gpg. */
  | 'missing'
  /** There is no InRelease, but a good Release.gpg. */
  | 'detached-only';

/** An archive to make: one suite with its packages. */
export interface ArchiveSpec {
  readonly packages: readonly PackageSpec[];
  /** @default 'trixie' */
  readonly suite?: string;
  /** @default ['amd64', 'arm64'] */
  readonly architectures?: readonly string[];
  /** @default ['main'] */
  readonly components?: readonly string[];
  /** When the suite was last published. @default 2026-01-01T00:00:00Z */
  readonly date?: Date;
  /** The Valid-Until field, which stable suites lack and their updates have. @default none */
  readonly validUntil?: Date;
  /** @default one fresh key, trusted */
  readonly keys?: readonly SigningKey[];
  readonly signature?: SignatureFlaw;
  /** Further or other fields of Release, e.g. `{ Suite: 'testing' }`. */
  readonly release?: Readonly<Record<string, string>>;
  /** Changes an index after it was hashed, to break it. */
  readonly tamperIndex?: (packages: string, architecture: string) => string;
  /** Changes the stanzas before they are hashed, e.g. to list a wrong size. */
  readonly editIndex?: (packages: string, architecture: string) => string;
}

/** An archive on disk: `dists/` and `pool/` below {@link directory}. */
export interface DebianArchive {
  readonly directory: string;
  readonly suite: string;
  readonly packages: readonly BuiltPackage[];
  /** The trusted keys. With {@link SignatureFlaw} `other-key` not the one that signed. */
  readonly keys: readonly SigningKey[];
  /** The armoured trusted keys, one block after the other. */
  readonly keyring: string;
  /** The text of Release, as it was signed. */
  readonly release: string;
  /** The package of that name for an architecture (or for all). */
  package(name: string, architecture?: string): BuiltPackage;
}

/** Makes a small but real archive, signed and hashed as Debian's are. */
export async function makeDebianArchive(
  directory: string,
  spec: ArchiveSpec,
): Promise<DebianArchive> {
  const suite = spec.suite ?? 'trixie';
  const packages = spec.packages.map((one) => buildPackage(directory, one));
  const date = spec.date ?? new Date('2026-01-01T00:00:00Z');
  const keys = spec.keys ?? [await makeSigningKey()];
  const indexes = writeIndexes(directory, suite, packages, spec);
  const release = releaseText(suite, date, spec, indexes);
  await writeRelease(join(directory, 'dists', suite), release, keys, date, spec.signature);
  return {
    directory,
    suite,
    packages,
    keys,
    keyring: keys.map((key) => key.publicKey).join('\n'),
    release,
    package: (name, architecture) => {
      const found = packages.find(
        ({ spec: one }) =>
          one.name === name &&
          (architecture === undefined || [architecture, 'all'].includes(one.architecture)),
      );
      if (found === undefined) throw new Error(`the test archive has no ${name}`);
      return found;
    },
  };
}

interface IndexEntry {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Writes the Packages.gz of each component and architecture, and tells what Release lists. */
function writeIndexes(
  directory: string,
  suite: string,
  packages: readonly BuiltPackage[],
  spec: ArchiveSpec,
): IndexEntry[] {
  const entries: IndexEntry[] = [];
  for (const component of spec.components ?? ['main']) {
    for (const architecture of spec.architectures ?? ['amd64', 'arm64']) {
      const stanzas = packages
        .filter((one) => (one.spec.component ?? 'main') === component)
        .filter((one) => [architecture, 'all'].includes(one.spec.architecture))
        .map((one) => one.stanza)
        .sort();
      const plain = stanzas.join('\n');
      const text = spec.editIndex?.(plain, architecture) ?? plain;
      const folder = `${component}/binary-${architecture}`;
      const compressed = gzipSync(text, { level: 9 });
      const served = spec.tamperIndex
        ? gzipSync(spec.tamperIndex(text, architecture), { level: 9 })
        : compressed;
      // As in Debian, Release lists the plain index too, but only the compressed one is there.
      entries.push({ path: `${folder}/Packages`, bytes: Buffer.from(text, 'utf8') });
      entries.push({ path: `${folder}/Packages.gz`, bytes: compressed });
      const base = join(directory, 'dists', suite, folder);
      put(join(base, 'Packages.gz'), served);
      put(join(base, 'by-hash/SHA256', sha256(compressed)), served);
    }
  }
  return entries;
}

function releaseText(
  suite: string,
  date: Date,
  spec: ArchiveSpec,
  indexes: readonly IndexEntry[],
): string {
  const fields: Record<string, string> = {
    Origin: 'Debian',
    Label: 'Debian',
    Suite: 'stable',
    Version: '13.1',
    Codename: suite,
    Date: date.toUTCString().replace('GMT', 'UTC'),
    ...(spec.validUntil && { 'Valid-Until': spec.validUntil.toUTCString().replace('GMT', 'UTC') }),
    'Acquire-By-Hash': 'yes',
    'No-Support-for-Architecture-all': 'Packages',
    Architectures: ['all', ...(spec.architectures ?? ['amd64', 'arm64'])].join(' '),
    Components: (spec.components ?? ['main']).join(' '),
    Description: 'Test archive',
    ...spec.release,
  };
  const sums = (hash: (bytes: Buffer) => string) =>
    indexes.map(
      ({ path, bytes }) => ` ${hash(bytes)} ${String(bytes.length).padStart(8)} ${path}\n`,
    );
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
  return [...head, 'MD5Sum:\n', ...sums(md5), 'SHA256:\n', ...sums(sha256)].join('');
}

async function writeRelease(
  folder: string,
  text: string,
  keys: readonly SigningKey[],
  date: Date,
  flaw: SignatureFlaw | undefined,
): Promise<void> {
  const signers = flaw === 'other-key' ? [await makeSigningKey({ name: 'Stranger' })] : keys;
  const shown = (signed: string) =>
    flaw === 'altered' ? signed.replace('Description: Test', 'Description: Tost') : signed;
  put(join(folder, 'Release'), shown(text));
  if (flaw === 'missing') return;
  put(join(folder, 'Release.gpg'), await signDetached(text, signers, date));
  if (flaw === 'detached-only') return;
  put(join(folder, 'InRelease'), shown(await signInline(text, signers, date)));
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
