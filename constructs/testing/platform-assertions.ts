import type { SourceLocation } from '../../lib/errors';
import type { Definition, Digest } from '../../lib/llb';
import type { LoweredPlatformContent } from '../app/lower-images';
import type { LayerPackage } from '../image/layer';
import { findMatching, requireCount, requireMatching, type Searched } from './find-matching';
import { format } from './match/format-value';
import { testPattern } from './match/literal';
import { SynthAssertionError } from './synth-assertion-error';
import { type ExecView, execView } from './view/exec-view';
import { type FileView, fileViews } from './view/file-view';
import { graphJson, withoutHashes } from './view/graph-json';
import { GraphView } from './view/graph-view';
import { type SourceView, sourceView } from './view/source-view';

/** What an assertion looks for: members by name, with literals or matchers; others may be there. */
export type Pattern<T> = { readonly [K in keyof T]?: unknown };

/** An image config as JSON has it. */
type ConfigJson = Readonly<Record<string, unknown>> & {
  readonly config: Readonly<Record<string, unknown>>;
};

/** One platform of an image: what its graph does, what its config says. */
export class PlatformAssertions {
  /** `linux/arm64`. */
  readonly platform: string;
  /** The graph that a daemon is given. */
  readonly definition: Definition;
  readonly #image: string;
  readonly #content: LoweredPlatformContent;
  readonly #graph: GraphView;

  /** @internal */
  constructor(image: string, content: LoweredPlatformContent) {
    this.platform = content.platform;
    this.definition = content.definition;
    this.#image = image;
    this.#content = content;
    this.#graph = new GraphView(content.definition);
  }

  /** Digest of the graph: equal for equal results. */
  get definitionDigest(): Digest {
    return this.definition.digest;
  }

  /**
   * Requires an exec.
   *
   * @throws SynthAssertionError with the closest ones
   */
  hasExec(pattern: Pattern<ExecView>): void {
    requireMatching(this.#execs(), pattern);
  }

  /** The execs that match, by default all, each behind those that it uses. */
  findExecs(pattern: Pattern<ExecView> = {}): readonly ExecView[] {
    return findMatching(this.#execs(), pattern);
  }

  /**
   * Requires a number of execs, of all or of those that match.
   *
   * @throws SynthAssertionError with those that there are
   */
  execCountIs(count: number, pattern: Pattern<ExecView> = {}): void {
    requireCount(this.#execs(), count, pattern);
  }

  /**
   * Requires a source: git, http, local, image.
   *
   * @throws SynthAssertionError with the closest ones
   */
  hasSource(pattern: Pattern<SourceView>): void {
    requireMatching(this.#sources(), pattern);
  }

  /** The sources that match, by default all. */
  findSources(pattern: Pattern<SourceView> = {}): readonly SourceView[] {
    return findMatching(this.#sources(), pattern);
  }

  /**
   * Requires a number of sources, of all or of those that match.
   *
   * @throws SynthAssertionError with those that there are
   */
  sourceCountIs(count: number, pattern: Pattern<SourceView> = {}): void {
    requireCount(this.#sources(), count, pattern);
  }

  /**
   * Requires a change of files that no process makes: a file, folder or link made, a copy, a removal.
   *
   * @throws SynthAssertionError with the closest ones
   */
  hasFile(pattern: Pattern<FileView>): void {
    requireMatching(this.#files(), pattern);
  }

  /** The changes of files that match, by default all. */
  findFiles(pattern: Pattern<FileView> = {}): readonly FileView[] {
    return findMatching(this.#files(), pattern);
  }

  /**
   * Requires that the config is like the pattern: `{ User: '65532:65532' }`. Names of members are
   * those of the OCI image config.
   *
   * @throws SynthAssertionError with each member that differs
   */
  hasConfig(pattern: Readonly<Record<string, unknown>>): void {
    const { config } = this.#config();
    const result = testPattern(pattern, config, { isPartial: true });
    if (result.isMatch) {
      for (const keep of result.captured) keep();
      return;
    }
    const lines = [
      `the config of ${this.#where} does not match`,
      `  looked for  ${format(pattern)}`,
      ...result.lines.map((line) => `    ${line}`),
    ];
    throw new SynthAssertionError(lines.join('\n'), {
      expected: format(pattern),
      actual: format(config),
    });
  }

  /** Versions of the packages in the image, by name, sorted. */
  packages(): Readonly<Record<string, string>> {
    const all = this.#content.layers.flatMap(
      ({ packages = [] }): readonly LayerPackage[] => packages,
    );
    const sorted = all.map(({ name, version }) => [name, version] as const);
    return Object.fromEntries(sorted.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Names of its tests, the paths of their constructs, sorted. */
  tests(): readonly string[] {
    return (this.#content.tests ?? []).map(({ name }) => name);
  }

  /**
   * What a test does, by its graph: that of the image, and what is run on it.
   *
   * @param name path of its construct
   * @throws SynthAssertionError with the names of those that there are
   */
  test(name: string): PlatformAssertions {
    const found = this.#content.tests?.find((test) => test.name === name);
    if (found === undefined) {
      const all = this.tests().length === 0 ? 'it has none' : `it has ${this.tests().join(', ')}`;
      throw new SynthAssertionError(`${this.#where} has no test "${name}": ${all}`, {
        expected: name,
        actual: this.tests().join(', '),
      });
    }
    const { definition } = found;
    return new PlatformAssertions(this.#image, { ...this.#content, definition, tests: [] });
  }

  /** What each layer is, lowest first: as the history of the image says it. */
  layers(): readonly string[] {
    return this.#content.layers.map(({ says }) => says);
  }

  /**
   * Config, layers and graph as JSON, for snapshots. It holds no digest of an op and no hash: a
   * change of it is one that a person can read.
   */
  toJSON(): unknown {
    return withoutHashes({
      platform: this.platform,
      config: this.#config().config,
      layers: this.layers(),
      graph: graphJson(this.#graph),
    });
  }

  #config(): ConfigJson {
    return JSON.parse(this.#content.config);
  }

  get #where(): string {
    return `image "${this.#image}" for ${this.platform}`;
  }

  #execs(): Searched<ExecView> {
    const lines = new Map<unknown, readonly SourceLocation[]>();
    const all = this.#graph.vertexes.flatMap((vertex) => {
      const { body } = vertex.op;
      if (body?.kind !== 'exec') return [];
      const view = execView(vertex, body, this.#graph);
      lines.set(view, vertex.lines);
      return [view];
    });
    return {
      where: this.#where,
      nouns: ['exec', 'execs'],
      all,
      describe: (view) => `"${view.name}"${at(lines.get(view))}`,
    };
  }

  #sources(): Searched<SourceView> {
    const all = this.#graph.vertexes.flatMap((vertex) => {
      const { body } = vertex.op;
      return body?.kind === 'source' ? [sourceView(vertex, body)] : [];
    });
    const describe = ({ identifier }: SourceView) => identifier;
    return { where: this.#where, nouns: ['source', 'sources'], all, describe };
  }

  #files(): Searched<FileView> {
    const all = this.#graph.vertexes.flatMap((vertex) => {
      const { body } = vertex.op;
      return body?.kind === 'file' ? fileViews(vertex, body, this.#graph) : [];
    });
    const describe = ({ action, name, path }: FileView) => `${action} ${path}, in "${name}"`;
    return { where: this.#where, nouns: ['change of files', 'changes of files'], all, describe };
  }
}

function at(lines: readonly SourceLocation[] = []): string {
  const [first] = lines;
  return first === undefined ? '' : ` at ${first.file}:${first.line}`;
}
