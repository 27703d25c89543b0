import type { ArchiveFile } from '../../assembly/manifest';
import { SolveError } from '../../client';
import type { Environment } from '../../environment';
import { isLanguageArchive, mirrorsOf } from '../../environment/mirrors';
import { BuildError } from '../../errors';
import type { FetchOptions } from '../../fetch/fetch-context';
import type { Definition } from '../../llb/definition/definition';

/**
 * Where a build fetches files of archives from that have mirrors. Named mirrors are taken at their word;
 * without any, the snapshot archive. Where a fetch fails, each file is looked for once, and what
 * stands in for what is announced. The bytes are checked by the daemon, whoever serves them.
 */
export class ArchiveMirrors {
  /** URL to fetch from, by canonical URL. */
  #plan: ReadonlyMap<string, string>;
  #isProbed = false;
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

  /** Whether the build failed at a file that another server may have. */
  mayReplan(error: unknown): error is SolveError {
    return !this.#isProbed && this.#failedFile(error) !== undefined;
  }

  /** Whether a vertex that failed is no failure of the build yet. */
  mayStandIn(vertexName: string): boolean {
    return !this.#isProbed && this.#canonicalOf(vertexName) !== undefined;
  }

  /**
   * Whether another plan was made that may do what this build could not. Where a server sent other
   * bytes, it is asked whether it has the file at all: a daemon takes the page of an error for the file.
   *
   * @throws BuildError `E_HTTP_HASH` where a server sent other bytes than the locked ones, or why
   *   there is no other plan
   */
  async replan(error: unknown, options: Omit<FetchOptions, 'environment'>): Promise<boolean> {
    const failed = this.#failedFile(error);
    if (failed === undefined) return false;
    const throwIfWrong = (plan: ReadonlyMap<string, string>) => {
      if (!isWrongBytes(error) || plan.get(failed.canonical) !== failed.url) return;
      throw wrongBytes(failed.url, this.files[failed.canonical], error);
    };
    if (this.#isProbed) {
      throwIfWrong(this.#plan);
      return false;
    }
    this.#isProbed = true;
    const { environment } = this;
    // Only now: most builds never look for another mirror.
    const { planMirrors } = await import('../../fetch/mirror-plan');
    const plan = await planMirrors(this.#alike(failed?.canonical), { ...options, environment });
    throwIfWrong(plan);
    const isOther = [...plan].some(([key, value]) => this.#plan.get(key) !== value);
    this.#plan = new Map([...this.#plan, ...plan]);
    this.#applied = new WeakMap();
    return isOther;
  }

  /** Files of the same origin: nothing is wrong with the servers of the others. */
  #alike(canonical = ''): Readonly<Record<string, ArchiveFile>> {
    const origin = ({ archive }: Pick<ArchiveFile, 'archive'>) =>
      isLanguageArchive(archive) ? archive : 'debian';
    const failed = this.files[canonical];
    if (failed === undefined) return this.files;
    return Object.fromEntries(
      Object.entries(this.files).filter(([, file]) => origin(file) === origin(failed)),
    );
  }

  /** The file that the build failed to fetch. */
  #failedFile(error: unknown): { readonly canonical: string; readonly url: string } | undefined {
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
