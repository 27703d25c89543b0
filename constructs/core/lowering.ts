import type { IConstruct } from 'constructs';
import {
  type ArchiveFile,
  DIRECTORY_INPUT,
  type DirectoryInput,
  type LayoutInput,
  type LocalInput,
} from '../../lib/assembly/manifest';
import type { VendoredFile } from '../../lib/assembly/vendored-file';
import { BuildError, type SourceLocation } from '../../lib/errors';
import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import {
  type LocalOptions,
  local,
  type OciLayoutOptions,
  ociLayout,
  type State,
} from '../../lib/llb';
import { answerDigest } from '../../lib/lock/answer-digest';
import type { AskedRequest } from '../../lib/lock/asked';
import type { LockFile } from '../../lib/lock/lock-file';
import { formatPlatform, type Platform } from '../../lib/oci/platform';
import { checkProps } from '../../lib/props';
import { LocatedConstruct } from './located-construct';
import { type Answers, LockAnswers } from './lock-answers';
import { Once } from './once';
import { callerLocation } from './source-location';
import type { Target } from './target';

/** One walk over an app, for all platforms: its answers, and what it finds out for the manifest. */
export class Lowering {
  /** Platform that execs run on. */
  readonly build: Platform;
  /** Inputs that the client sends, by the name of their local source. */
  readonly locals = new Map<string, LocalInput>();
  /** Folders with OCI layouts, by the name of their store. */
  readonly layouts = new Map<string, LayoutInput>();
  /** The user's lines that name folders of the app, by the name of the local source. */
  readonly folderLines = new Map<string, SourceLocation | undefined>();
  /** Files that mirrors may serve, by canonical URL. */
  readonly archiveFiles = new Map<string, ArchiveFile>();
  /** Files of vendors, by URL. */
  readonly vendored = new Map<string, VendoredFile>();
  readonly #answers: Answers;
  readonly #asked = new Map<string, Asked>();
  readonly #targets = new Map<string, Target>();

  constructor(answers: Answers | LockFile, build: Platform) {
    this.#answers = 'sections' in answers ? new LockAnswers(answers) : answers;
    this.build = build;
  }

  /** The walk for one platform. */
  target(platform: Platform): Target {
    const key = formatPlatform(platform);
    const target = this.#targets.get(key) ?? new LoweringTarget(this, platform);
    this.#targets.set(key, target);
    return target;
  }

  /** See {@link Target.ask}. */
  ask<Q extends InputRequest, A, S>(
    owner: IConstruct,
    kind: InputKind<Q, A, S>,
    request: Q,
  ): A | undefined {
    const id = `${kind.name} ${kind.key(request)}`;
    const known = this.#asked.get(id);
    // One key is one request of one kind, whose answers have one type.
    if (known !== undefined) return known.answer as A | undefined;
    const answer = this.#answers.find(kind, request);
    this.#asked.set(id, { owner, kind, request, answer });
    return answer;
  }

  /** All that was asked, each request once, sorted. */
  requests(): AskedRequest[] {
    return this.#sorted(() => true);
  }

  /** Those of the requests that the lock does not answer. */
  missing(): AskedRequest[] {
    return this.#sorted(({ answer }) => answer === undefined);
  }

  /** Whether the lock answers every request. */
  get isComplete(): boolean {
    return [...this.#asked.values()].every(({ answer }) => answer !== undefined);
  }

  #sorted(isWanted: (asked: Asked) => boolean): AskedRequest[] {
    const sorted = [...this.#asked].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.flatMap(([, asked]) => (isWanted(asked) ? [describe(asked)] : []));
  }

  /** Kinds of the requests, by their name. */
  kinds(): Map<string, InputKind> {
    return new Map([...this.#asked.values()].map(({ kind }) => [kind.name, kind]));
  }
}

interface Asked {
  readonly owner: IConstruct;
  readonly kind: InputKind;
  readonly request: InputRequest;
  readonly answer: unknown;
}

function describe({ answer, kind, owner, request }: Asked): AskedRequest {
  const source = LocatedConstruct.isLocated(owner) ? owner.source : undefined;
  return {
    kind: kind.name,
    key: kind.key(request),
    says: kind.describe(request),
    constructPath: owner.node.path,
    ...(source === undefined ? {} : { source }),
    request,
    ...(answer === undefined || kind.resolve !== undefined ? {} : { answer: answerDigest(answer) }),
  };
}

class LoweringTarget implements Target {
  readonly platform: Platform;
  readonly #lowering: Lowering;
  readonly #made = new Once();

  constructor(lowering: Lowering, platform: Platform) {
    this.#lowering = lowering;
    this.platform = platform;
  }

  get build(): Platform {
    return this.#lowering.build;
  }

  for(platform: Platform): Target {
    return this.#lowering.target(platform);
  }

  ask<Q extends InputRequest, A, S>(
    owner: IConstruct,
    kind: InputKind<Q, A, S>,
    request: Q,
  ): A | undefined {
    return this.#lowering.ask(owner, kind, request);
  }

  once<T>(owner: object, make: () => T, part = ''): T {
    return this.#made.get(owner, part, make);
  }

  local(name: string, input: LocalInput, options: LocalOptions = {}): State {
    const { folderLines, locals } = this.#lowering;
    const other = locals.get(name);
    if (other === undefined && input.type === 'directory') {
      const source = callerLocation();
      checkFolder(name, input, source);
      folderLines.set(name, source);
    }
    if (other !== undefined && !areSame(other, input)) throw twoInputs(name, other, input);
    locals.set(name, other ?? input);
    return local(name, options);
  }

  layout(
    reference: string,
    input: LayoutInput,
    options: OciLayoutOptions & { readonly storeId: string },
  ): State {
    const { folderLines, layouts } = this.#lowering;
    if (!layouts.has(options.storeId)) folderLines.set(options.storeId, callerLocation());
    layouts.set(options.storeId, layouts.get(options.storeId) ?? input);
    return ociLayout(reference, options);
  }

  mirrored(url: string, file: ArchiveFile): void {
    this.#lowering.archiveFiles.set(url, file);
  }

  vendored(url: string, file: VendoredFile): void {
    this.#lowering.vendored.set(url, file);
  }
}

// The name of what is fetched tells its content, wherever it is fetched from.
function areSame(a: LocalInput, b: LocalInput): boolean {
  if (a.type !== 'directory' || b.type !== 'directory') return a.type === b.type;
  const [one, other] = [a, b].map(({ exclude, include, path }) =>
    JSON.stringify([path, include, exclude]),
  );
  return one === other;
}

function checkFolder(name: string, input: DirectoryInput, source: SourceLocation | undefined) {
  const [problem] = checkProps(DIRECTORY_INPUT, input);
  if (problem === undefined) return;
  const { expected, got, message } = problem;
  throw new BuildError('E_LOCAL_FOLDER', `local source "${name}": ${message}`, {
    got,
    expected,
    source,
  });
}

function twoInputs(name: string, ...inputs: readonly LocalInput[]): BuildError {
  const folders = inputs.map((input) => {
    if (input.type === 'directory') return `the folder "${input.path}"`;
    return input.type === 'deb-member' ? `a file of ${input.url}` : `files of ${input.urls[0]}`;
  });
  return new BuildError('E_LOCAL_NAME', `two things are sent under the name "${name}"`, {
    got: folders.join(' and '),
    expected: 'a name that changes with what is sent, or with the place that it comes from',
  });
}
