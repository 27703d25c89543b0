import {
  type PackagesIndex,
  parseRelease,
  type SuiteSource,
  sourceText,
  suiteKey,
  suitesOf,
} from '../../../debian';
import { BuildError, BuildErrors } from '../../../errors';
import { hashOf } from '../../../fetch/file-cache';
import { isServerFailure } from '../../../fetch/server-failure';
import { own } from '../../entries';
import { baseName } from '../locked';
import type { DebianRequest } from '../request';
import type { DebianArchiveLock, DebianPackageLock, DebianReleaseLock } from '../section';
import type { ArchiveContext } from './archive-context';
import { indexesOf } from './archive-resolver';
import { loadIndex } from './index-loader';
import { isOfSuite } from './release-check';
import type { LoadedRelease } from './release-loader';
import { signatureOf } from './release-signature';

/** How much of a lock is proven. */
export interface Proven {
  readonly releases: number;
  readonly packages: number;
}

/**
 * Proves the packages of an archive from files that are kept on this machine: the signature of each
 * Release, the hash of each index in it, and name, version, hash, size and source of each .deb in that.
 *
 * @param requests all of the archive
 * @throws BuildErrors `E_LOCK_PROOF` for what the lock has otherwise, `E_LOCK_UNPROVEN` for files that are
 * not kept
 */
export async function proveArchive(
  requests: readonly DebianRequest[],
  archive: DebianArchiveLock,
  context: ArchiveContext,
): Promise<Proven> {
  const [request] = requests;
  if (request === undefined) return { releases: 0, packages: 0 };
  const components = [...new Set(requests.flatMap((one) => one.components))].sort();
  const errors: BuildError[] = [];
  const proven = { releases: 0, packages: 0 };
  for (const [date, releases] of [
    ['', archive.releases],
    ...Object.entries(archive.later ?? {}),
  ] as const) {
    const snapshot = date === '' ? request.snapshot : date;
    const loaded = new Map<string, LoadedRelease>();
    for (const source of suitesOf(request.suite, request.also, request.archives)) {
      const locked = own(releases, suiteKey(source));
      try {
        loaded.set(suiteKey(source), await proveRelease(source, snapshot, locked, context));
        proven.releases += 1;
      } catch (error) {
        if (!BuildError.is(error)) throw error;
        errors.push(error);
      }
    }
    const prover = new PackageProver(loaded, snapshot, components, context);
    for (const [architecture, table] of Object.entries(archive.packages)) {
      for (const [key, locked] of Object.entries(table)) {
        if ((locked.snapshot ?? '') !== date) continue;
        const problem = await prover.problemOf(key, architecture, locked);
        if (problem === undefined) proven.packages += 1;
        else errors.push(...problem);
      }
    }
  }
  BuildErrors.throwIfAny(errors);
  return proven;
}

/** A Release as it is kept, if its signature holds and the lock says of it what it says itself. */
async function proveRelease(
  source: SuiteSource,
  snapshot: string,
  locked: DebianReleaseLock | undefined,
  { cache, keys }: ArchiveContext,
): Promise<LoadedRelease> {
  const name = `the Release of "${suiteKey(source)}" at ${snapshot}`;
  if (locked === undefined) throw wrong(name, 'nothing', 'its hash, date and signers');
  const content = await cache.get(locked.sha256);
  const signature = await signatureOf(cache, locked.sha256);
  if (content === undefined || signature === undefined) {
    const lacking = content === undefined ? name : `the signature of ${name}`;
    throw unproven(lacking, `sha256 ${locked.sha256}`);
  }
  const place = `${name}, sha256 ${locked.sha256}`;
  const signed =
    signature.kind === 'inline'
      ? await keys.verifyInline(source, signature.file, place)
      : await keys.verifyDetached(source, content, signature.file, place);
  const release = parseRelease(content.toString('utf8'));
  const date = release.date.toISOString().replace(/\.\d+/, '');
  const problems = [
    ...differ('text', hashOf(signed.content), locked.sha256),
    ...differ('date', locked.date, date),
    ...differ('archive', locked.archive, source.archive),
    ...(isOfSuite(source, release) ? [] : differ('suite', source.suite, release.codename)),
    ...locked.signers
      .filter((signer) => !signed.signers.includes(signer))
      .map((signer) => ['signer', signer, signed.signers.join(', ')] as const),
  ];
  const [first] = problems;
  if (first !== undefined) throw differs(name, first);
  return { source, release, lock: locked };
}

/** A fact that the lock has otherwise. */
type Difference = readonly [what: string, got: string, expected: string];

function differ(what: string, got: string, expected: string): Difference[] {
  return got === expected ? [] : [[what, got, expected]];
}

/** Proves packages by the indexes of one date. */
class PackageProver {
  readonly #loaded: ReadonlyMap<string, LoadedRelease>;
  readonly #snapshot: string;
  readonly #components: readonly string[];
  readonly #context: ArchiveContext;
  readonly #indexes = new Map<string, Promise<PackagesIndex[]>>();

  constructor(
    loaded: ReadonlyMap<string, LoadedRelease>,
    snapshot: string,
    components: readonly string[],
    context: ArchiveContext,
  ) {
    this.#loaded = loaded;
    this.#snapshot = snapshot;
    this.#components = components;
    this.#context = context;
  }

  /** Why a package is not proven; nothing where its Release is not, which is told already. */
  async problemOf(
    key: string,
    architecture: string,
    locked: DebianPackageLock,
  ): Promise<readonly BuildError[] | undefined> {
    const name = `package "${key}" for ${architecture}`;
    const loaded = this.#loaded.get(locked.suite);
    if (loaded === undefined) return [];
    let indexes: readonly PackagesIndex[];
    try {
      indexes = await this.#indexesOf(loaded, key.split(':')[1] ?? architecture);
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      return [error];
    }
    const listed = indexes.flatMap((index) => index.get(baseName(key)));
    const found = listed.find(({ sha256 }) => sha256 === locked.sha256);
    if (found === undefined) {
      const others = listed.map(({ sha256, version }) => `${version}, sha256 ${sha256}`).join('; ');
      const got = `${locked.version}, sha256 ${locked.sha256}`;
      return [wrong(name, got, others || `nothing of that name in "${locked.suite}"`)];
    }
    const [first] = [
      ...differ('version', locked.version, found.version),
      ...differ('path', locked.path, found.path),
      ...differ('size', String(locked.size), String(found.size)),
      ...differ('source', locked.source ?? '', (locked.source && (sourceText(found) ?? '')) || ''),
    ];
    return first === undefined ? undefined : [differs(name, first)];
  }

  #indexesOf(loaded: LoadedRelease, architecture: string): Promise<PackagesIndex[]> {
    const id = `${suiteKey(loaded.source)} ${architecture}`;
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const made = Promise.all(
      indexesOf(loaded, architecture, this.#components).map(async ({ component, of }) => {
        try {
          return await loadIndex(loaded, component, of, this.#snapshot, this.#context);
        } catch (error) {
          if (!isServerFailure(error)) throw error;
          const { source } = loaded;
          const where = [component, of].filter(Boolean).join('/');
          throw unproven(`the index ${where} of "${suiteKey(source)}" at ${this.#snapshot}`);
        }
      }),
    );
    this.#indexes.set(id, made);
    return made;
  }
}

function differs(name: string, [what, got, expected]: Difference): BuildError {
  return wrong(name, `${what} ${got}`, `${what} ${expected}`);
}

function wrong(name: string, got: string, expected: string): BuildError {
  return new BuildError('E_LOCK_PROOF', `${name}: the lock has something else`, {
    got,
    expected,
    fix: 'restore the committed lock, or delete the entry and run "synth lock"',
  });
}

function unproven(name: string, got?: string): BuildError {
  return new BuildError('E_LOCK_UNPROVEN', `${name} is not kept on this machine`, {
    got,
    expected: 'a file in the cache folder, where "synth lock" keeps it',
    fix: 'run it where the lock was made, or with --fetch where the archive can be reached',
  });
}
