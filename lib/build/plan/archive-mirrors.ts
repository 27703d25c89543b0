import type { ArchiveFile } from '../../assembly/manifest';
import { SolveError } from '../../client';
import type { Environment } from '../../environment';
import { mirrorsOf } from '../../environment/mirrors';
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

  /** Whether the build failed at a file that another server may have. */
  mayReplan(error: unknown): error is SolveError {
    return !this.#isProbed && this.#failedFile(error) !== undefined && !isWrongBytes(error);
  }

  /**
   * Whether another plan was made that may do what this build could not.
   *
   * @throws BuildError `E_HTTP_HASH` where a server sent other bytes than the locked ones, or why
   *   there is no other plan
   */
  async replan(error: unknown, options: Omit<FetchOptions, 'environment'>): Promise<boolean> {
    const failed = this.#failedFile(error);
    if (failed !== undefined && isWrongBytes(error)) {
      throw wrongBytes(failed.url, this.files[failed.canonical], error);
    }
    if (!this.mayReplan(error)) return false;
    this.#isProbed = true;
    const { environment } = this;
    // Only now: most builds never look for another mirror.
    const { planMirrors } = await import('../../fetch/mirror-plan');
    const plan = await planMirrors(this.#alike(failed?.canonical), { ...options, environment });
    const isOther = [...plan].some(([key, value]) => this.#plan.get(key) !== value);
    this.#plan = new Map([...this.#plan, ...plan]);
    this.#applied = new WeakMap();
    return isOther;
  }

  /** Files of the same origin: nothing is wrong with the servers of the others. */
  #alike(canonical = ''): Readonly<Record<string, ArchiveFile>> {
    const isGo = (file: ArchiveFile | undefined) => file?.archive === 'go';
    const kind = isGo(this.files[canonical]);
    return Object.fromEntries(Object.entries(this.files).filter(([, file]) => isGo(file) === kind));
  }

  /** The file that the build failed to fetch. */
  #failedFile(error: unknown): { readonly canonical: string; readonly url: string } | undefined {
    if (!(error instanceof SolveError)) return undefined;
    const [canonical, url] = [...this.#plan].find(([, at]) => error.vertexName === at) ?? [];
    return canonical === undefined || url === undefined ? undefined : { canonical, url };
  }
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
