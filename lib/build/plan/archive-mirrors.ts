import type { ArchiveFile } from '../../assembly/manifest';
import { SolveError } from '../../client';
import type { Environment } from '../../environment';
import { isLanguageArchive, mirrorsOf } from '../../environment/mirrors';
import { BuildError } from '../../errors';
import type { FetchOptions } from '../../fetch/fetch-context';
import type { Definition } from '../../llb/definition/definition';

interface FailedFile {
  readonly canonical: string;
  /** Where it was to be had. */
  readonly url: string;
}

/**
 * Where a build fetches files of archives from that have mirrors. Named mirrors are taken at their word;
 * without any, the snapshot archive. Where a fetch fails, each file is looked for once, and what
 * stands in for what is announced. The bytes are checked by the daemon, whoever serves them.
 */
export class ArchiveMirrors {
  /** URL to fetch from, by canonical URL. */
  #plan: ReadonlyMap<string, string>;
  #version = 0;
  /** What looks for other servers, once for each origin of files. */
  readonly #probes = new Map<string, Promise<void>>();
  readonly #probed = new Set<string>();
  #byName: ReadonlyMap<string, readonly [string, ArchiveFile][]> | undefined;
  /** Definitions as they are with the plan. */
  #applied = new WeakMap<Definition, Definition>();

  constructor(
    private readonly files: Readonly<Record<string, ArchiveFile>>,
    private readonly environment: Environment,
  ) {
    this.#plan = new Map(
      Object.entries(files).map(([url, file]) => {
        const [mirror] = mirrorsOf(environment.mirrors, file.archive);
        return [url, mirror === undefined ? url : `${mirror}/${file.path}`];
      }),
    );
  }

  /** Changes with the plan: what failed by an older one may go on by the newer. */
  get version(): number {
    return this.#version;
  }

  /** Whether these are the files that it is for. */
  areFor(files: Readonly<Record<string, ArchiveFile>>): boolean {
    return JSON.stringify(files) === JSON.stringify(this.files);
  }

  /** The definition, fetching from the places planned. */
  apply(definition: Definition): Definition {
    const isChanged = [...this.#plan].some(([canonical, url]) => canonical !== url);
    if (!isChanged) return definition;
    const known = this.#applied.get(definition);
    if (known !== undefined) return known;
    const applied = definition.mapSources((source) => {
      const identifier = this.#plan.get(source.identifier) ?? source.identifier;
      return identifier === source.identifier ? source : { ...source, identifier };
    });
    this.#applied.set(definition, applied);
    return applied;
  }

  /** Where a source is fetched from; what is none of the files stays as it is. */
  urlOf(identifier: string): string {
    return this.#plan.get(identifier) ?? identifier;
  }

  /** Bytes of the files, by the name that their vertexes have. */
  sizes(): Map<string, number> {
    return new Map(
      Object.entries(this.files).flatMap(([url, { size }]) =>
        size === undefined ? [] : [[this.#plan.get(url) ?? url, size] as const],
      ),
    );
  }

  /**
   * Where this build fetches a file from that some vertex fetches, be it from another server.
   *
   * @param name of the vertex: a URL
   * @returns undefined where it is none of the files
   */
  ownUrlOf(name: string): string | undefined {
    const canonical = this.#canonicalOf(name);
    return canonical === undefined ? undefined : this.#plan.get(canonical);
  }

  /** Whether a build by the plan of a version failed at a file that another server may have. */
  mayReplan(error: unknown, version: number): error is SolveError {
    const failed = this.#failedFile(error);
    return failed !== undefined && this.#hasOther(failed, version);
  }

  /** Whether a vertex that failed is no failure of a build by the plan of a version yet. */
  mayStandIn(vertexName: string, version: number): boolean {
    const canonical = this.#canonicalOf(vertexName);
    return canonical !== undefined && this.#hasOther({ canonical, url: vertexName }, version);
  }

  /**
   * Whether another plan was made that may do what this build could not. Where a server sent other
   * bytes, it is asked whether it has the file at all: a daemon takes the page of an error for the file.
   * Builds that fail at once wait for the same answers.
   *
   * @param version of the plan that the build went by
   * @throws BuildError `E_HTTP_HASH` where a server sent other bytes than the locked ones, or why
   *   there is no other plan
   */
  async replan(
    error: unknown,
    version: number,
    options: Omit<FetchOptions, 'environment'>,
  ): Promise<boolean> {
    const failed = this.#failedFile(error);
    if (failed === undefined) return false;
    const origin = this.#originOf(failed.canonical);
    const probe = this.#probes.get(origin) ?? this.#probe(origin, options);
    this.#probes.set(origin, probe);
    await probe;
    if (isWrongBytes(error) && this.#plan.get(failed.canonical) === failed.url) {
      throw wrongBytes(failed.url, this.files[failed.canonical], error);
    }
    return this.#hasOther(failed, version);
  }

  /** Looks for the files of an origin: nothing is wrong with the servers of the others. */
  async #probe(origin: string, options: Omit<FetchOptions, 'environment'>): Promise<void> {
    const alike = Object.fromEntries(
      Object.entries(this.files).filter(([canonical]) => this.#originOf(canonical) === origin),
    );
    try {
      // Only now: most builds never look for another mirror.
      const { planMirrors } = await import('../../fetch/mirror-plan');
      const plan = await planMirrors(alike, { ...options, environment: this.environment });
      if (![...plan].some(([key, value]) => this.#plan.get(key) !== value)) return;
      this.#plan = new Map([...this.#plan, ...plan]);
      this.#applied = new WeakMap();
      this.#version += 1;
    } finally {
      this.#probed.add(origin);
    }
  }

  /**
   * Whether there is, or may be found, another plan for a file than that of a version. Where another
   * build fetches the same file at the same time, the daemon does so once, and both fail by the plan
   * of either.
   */
  #hasOther({ canonical, url }: FailedFile, version: number): boolean {
    const isOwn = this.#plan.get(canonical) === url && this.#version === version;
    return !isOwn || !this.#probed.has(this.#originOf(canonical));
  }

  #originOf(canonical: string): string {
    const { archive = '' } = this.files[canonical] ?? {};
    return isLanguageArchive(archive) ? archive : 'debian';
  }

  /** The file that the build failed to fetch. */
  #failedFile(error: unknown): FailedFile | undefined {
    if (!(error instanceof SolveError)) return undefined;
    const { vertexName: url } = error;
    const canonical = url === undefined ? undefined : this.#canonicalOf(url);
    return canonical === undefined || url === undefined ? undefined : { canonical, url };
  }

  /** Files lie by the same path on all servers. */
  #canonicalOf(name: string): string | undefined {
    if (!/^https?:/.test(name)) return undefined;
    if (this.files[name] !== undefined) return name;
    this.#byName ??= filesByName(this.files);
    const files = this.#byName.get(name.slice(name.lastIndexOf('/') + 1));
    return files?.find(([, { path }]) => name.endsWith(`/${path}`))?.[0];
  }
}

function filesByName(files: Readonly<Record<string, ArchiveFile>>) {
  const byName = new Map<string, [string, ArchiveFile][]>();
  for (const entry of Object.entries(files)) {
    const { path } = entry[1];
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  return byName;
}

function isWrongBytes(error: unknown): error is SolveError {
  return error instanceof SolveError && /digest mismatch/.test(error.message);
}

function wrongBytes(url: string, file: ArchiveFile | undefined, error: SolveError): BuildError {
  return new BuildError('E_HTTP_HASH', `${url} differs from what is locked`, {
    got: error.message,
    expected: `sha256:${file?.sha256}`,
    fix: 'check the mirror: what it serves was altered, or is damaged',
    cause: error,
  });
}
