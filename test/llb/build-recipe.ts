import {
  bindMount,
  cacheMount,
  copy,
  type Definition,
  diff,
  type FileAction,
  type FileActionWithState,
  git,
  http,
  image,
  imageBlob,
  local,
  type Mount,
  merge,
  mkdir,
  mkfile,
  nestedBuild,
  type OpOptions,
  type Owner,
  ociLayout,
  ociLayoutBlob,
  passthrough,
  rm,
  type SecretMountOptions,
  SourceMap,
  type State,
  scratch,
  secretMount,
  shlex,
  sshMount,
  stateFromDefinition,
  symlink,
  tmpfsMount,
} from '../../lib/llb';
import {
  type Action,
  commonOptions,
  defined,
  marshalOptions,
  type Recipe,
  type RecipeMount,
  type Step,
} from './recipe';

/** Builds the graph of a recipe with this library and marshals it. */
export function buildRecipe(recipe: Recipe): Definition {
  return new RecipeBuilder(recipe).build();
}

type Exec = ReturnType<State['run']>;

class RecipeBuilder {
  readonly #recipe: Recipe;
  readonly #states: State[] = [];
  readonly #execs = new Map<number, Exec>();
  readonly #files = new Map<number, SourceMap>();

  constructor(recipe: Recipe) {
    this.#recipe = recipe;
  }

  build(): Definition {
    for (const step of this.#recipe.steps) this.#states.push(this.#step(step));
    return this.#state(this.#recipe.result).marshal(marshalOptions(this.#recipe));
  }

  #state(index: number | undefined): State {
    const state = this.#states[index ?? -1];
    if (state === undefined) throw new Error(`no step ${index}`);
    return state;
  }

  #list(indexes: readonly number[] | undefined): State[] {
    return (indexes ?? []).map((index) => this.#state(index));
  }

  #file(index: number): SourceMap {
    const known = this.#files.get(index);
    if (known !== undefined) return known;
    const file = this.#recipe.files?.[index];
    if (file === undefined) throw new Error(`no file ${index}`);
    const map = new SourceMap(file.name, {
      language: file.language,
      data: Buffer.from(file.data),
      ...(file.state < 0 ? {} : { state: this.#state(file.state) }),
    });
    this.#files.set(index, map);
    return map;
  }

  #options({ common }: Step): OpOptions {
    const source = common.sources?.map(({ file, ranges }) =>
      this.#file(file).location(
        ranges.map(([line, character, endLine, endCharacter]) => ({
          start: { line, character },
          end: { line: endLine, character: endCharacter },
        })),
      ),
    );
    return { ...commonOptions(common), source };
  }

  #step(step: Step): State {
    const options = this.#options(step);
    switch (step.op) {
      case 'scratch':
        return scratch();
      case 'set':
        return this.#set(step);
      case 'exec':
        return this.#exec(step, options);
      case 'mount':
        return this.#mount(step);
      case 'file': {
        const groups = new Map<string, FileActionWithState>();
        return this.#state(step.on).file(this.#actions(step.actions, groups), options);
      }
      case 'merge':
        return merge(this.#list(step.states), options);
      case 'diff':
        return diff(this.#state(step.states?.[0]), this.#state(step.states?.[1]), options);
      case 'requires':
        return this.#state(step.on).requires(step.id ?? '', this.#list(step.states));
      case 'passthrough': {
        const inputs = this.#list(step.states).map((state, index) => ({
          state,
          output: step.outputs?.[index] ?? false,
        }));
        const state = passthrough(step.id ?? '', inputs, options)[step.index ?? 0];
        // Go fails only when the state is used.
        return state ?? scratch();
      }
      case 'build':
        return nestedBuild(this.#state(step.on), { ...options, filename: step.filename ?? '' });
      case 'reimport':
        return stateFromDefinition(this.#state(step.on).marshal(marshalOptions(this.#recipe)));
      default:
        return source(step, options);
    }
  }

  #set(step: Step): State {
    let state = this.#state(step.on);
    if (step.reset !== undefined) state = state.reset(this.#state(step.reset));
    if (step.imageConfig !== undefined) {
      state = state.withImageConfig(Buffer.from(step.imageConfig));
    }
    for (const [key, value] of step.env ?? []) state = state.addEnv(key, value);
    if (step.cwd !== undefined) state = state.dir(step.cwd);
    if (step.user !== undefined) state = state.user(step.user);
    if (step.hostname !== undefined) state = state.hostname(step.hostname);
    if (step.network !== undefined) state = state.network(step.network);
    if (step.security !== undefined) state = state.security(step.security);
    if (step.cgroupParent !== undefined) state = state.cgroupParent(step.cgroupParent);
    for (const [host, ip] of step.hosts ?? []) state = state.addExtraHost(host, ip);
    for (const { name, soft, hard } of step.ulimits ?? []) {
      state = state.addUlimit(name, BigInt(soft), BigInt(hard));
    }
    return step.platformSet === undefined ? state : state.platform(step.platformSet);
  }

  #exec(step: Step, options: OpOptions): State {
    const exec = this.#state(step.on).run({
      ...options,
      args: step.shlex === undefined ? (step.args ?? []) : shlex(step.shlex),
      ...defined({
        env: step.env,
        cwd: step.cwd,
        user: step.user,
        hostname: step.hostname,
        network: step.network,
        security: step.security,
        cgroupParent: step.cgroupParent,
        extraHosts: step.hosts?.map(([host, ip]) => ({ host, ip })),
        ulimits: step.ulimits?.map(({ name, soft, hard }) => ({
          name,
          soft: BigInt(soft),
          hard: BigInt(hard),
        })),
        mounts: step.mounts?.map((mount) => this.#mountOf(mount)),
        secretEnv: step.secretEnv,
        readonlyRootfs: step.readonly,
        validExitCodes: step.exitCodes,
        proxy: step.proxy,
        cdiDevices: step.cdi,
      }),
    });
    this.#execs.set(this.#states.length, exec);
    return exec.root;
  }

  #mount({ on, target = '' }: Step): State {
    const exec = this.#execs.get(on);
    if (exec === undefined) throw new Error(`step ${on} is no exec`);
    return exec.mount(target);
  }

  #mountOf(mount: RecipeMount): Mount {
    const { target, session } = mount;
    const state = mount.state < 0 ? scratch() : this.#state(mount.state);
    const bind = defined({
      readonly: mount.readonly,
      selector: mount.selector,
      contentCache: mount.contentCache,
    });
    switch (mount.kind) {
      case 'bind':
        return bindMount(target, state, { ...bind, forceNoOutput: mount.noOutput ?? false });
      case 'cache':
        return cacheMount(target, {
          ...bind,
          source: state,
          ...defined({ id: mount.id, sharing: mount.sharing }),
        });
      case 'tmpfs':
        return tmpfsMount(target, { size: BigInt(mount.size), readonly: mount.readonly ?? false });
      case 'secret':
        return secretMount(target, session satisfies SecretMountOptions);
      case 'ssh':
        return sshMount({ ...session, target });
    }
  }

  #actions(
    actions: readonly Action[] | undefined,
    groups: Map<string, FileActionWithState>,
  ): FileAction {
    let chain: FileAction | undefined;
    for (const action of actions ?? []) chain = this.#action(chain, action, groups);
    if (chain === undefined) throw new Error('no actions');
    return chain;
  }

  #action(
    chain: FileAction | undefined,
    action: Action,
    groups: Map<string, FileActionWithState>,
  ): FileAction {
    const { path = '', dest = '', flags = {}, lists = {} } = action;
    const options = defined({
      owner: ownerOf(action),
      timestamp: action.time === undefined ? undefined : BigInt(action.time),
    });
    switch (action.kind) {
      case 'mkdir': {
        const all = { ...options, parents: flags.parents ?? false };
        return chain?.mkdir(path, action.mode, all) ?? mkdir(path, action.mode, all);
      }
      case 'mkfile': {
        const data = action.data ?? '';
        return (
          chain?.mkfile(path, action.mode, data, options) ??
          mkfile(path, action.mode, data, options)
        );
      }
      case 'symlink':
        return chain?.symlink(path, dest, options) ?? symlink(path, dest, options);
      case 'rm':
        return chain?.rm(path, flags) ?? rm(path, flags);
      case 'copy': {
        const all = {
          ...options,
          ...flags,
          ...defined({
            mode: action.hasMode ? action.modeStr || action.mode : undefined,
            includePatterns: lists.include ?? undefined,
            excludePatterns: lists.exclude ?? undefined,
            requiredPaths: lists.required ?? undefined,
          }),
        };
        const from = this.#copyInput(action, groups);
        return chain?.copy(from, path, dest, all) ?? copy(from, path, dest, all);
      }
    }
  }

  #copyInput(
    action: Action,
    groups: Map<string, FileActionWithState>,
  ): State | FileActionWithState {
    if (action.from >= 0) return this.#state(action.from);
    const name = action.group ?? '';
    const known = groups.get(name);
    if (known !== undefined) return known;
    const input = this.#actions(action.groupActions, groups).withState(
      this.#state(action.groupState),
    );
    groups.set(name, input);
    return input;
  }
}

function ownerOf({ owner, uidGid }: Action): Owner | undefined {
  return owner ?? (uidGid === undefined ? undefined : { user: uidGid[0], group: uidGid[1] });
}

function source(step: Step, options: OpOptions): State {
  const { ref = '', text = {}, flags = {}, numbers = {}, lists = {} } = step;
  const store = defined({ sessionId: text.session, storeId: text.store });
  const file = defined({
    filename: text.filename,
    chmod: numbers.perm,
    uid: numbers.uid,
    gid: numbers.gid,
  });
  const limit = defined({ layerLimit: step.layerLimit });
  switch (step.op) {
    case 'image':
      return image(ref, {
        ...options,
        ...limit,
        resolveMode: resolveMode(text.resolveMode),
        ...defined({
          checksum: text.checksum,
          recordType: flags.internal ? 'internal' : undefined,
        }),
      });
    case 'imageBlob':
      return imageBlob(ref, { ...options, ...file });
    case 'ociLayoutBlob':
      return ociLayoutBlob(ref, { ...options, ...file, ...store });
    case 'ociLayout':
      return ociLayout(ref, { ...options, ...store, ...limit });
    case 'git':
      return git(ref, {
        ...options,
        ...flags,
        ...defined({
          ref: text.ref,
          subdir: text.subdir,
          checksum: text.checksum,
          mtime: text.mtime === 'commit' || text.mtime === 'checkout' ? text.mtime : undefined,
          bundle: text.bundle === undefined ? undefined : { locator: text.bundle, ...store },
          knownSshHosts: step.knownHosts,
          mountSshSock: text.mountSshSock,
          authTokenSecret: step.authTokens?.token,
          authHeaderSecret: step.authTokens?.header,
        }),
      });
    case 'http':
      return http(ref, {
        ...options,
        ...file,
        ...defined({
          checksum: text.checksum,
          authHeaderSecret: text.authHeaderSecret,
          header: step.hasHeader
            ? defined({ accept: text.accept, userAgent: text.userAgent })
            : undefined,
          signature: step.hasSig
            ? { publicKey: text.pubKey ?? '', signature: text.signature ?? '' }
            : undefined,
        }),
      });
    case 'local':
      return local(ref, {
        ...options,
        ...defined({
          sessionId: text.session,
          includePatterns: lists.include ?? undefined,
          excludePatterns: lists.exclude ?? undefined,
          followPaths: lists.follow ?? undefined,
          sharedKeyHint: text.sharedKeyHint,
          differ: differ(text.differ, flags.differRequired),
          metadataOnlyTransfer: flags.metadataOnly ? (lists.except ?? []) : undefined,
        }),
      });
    default:
      throw new Error(`unknown step ${step.op}`);
  }
}

function resolveMode(mode: string | undefined): 'default' | 'pull' | 'local' {
  return mode === 'pull' || mode === 'local' ? mode : 'default';
}

function differ(
  type: string | undefined,
  required = false,
): { type: 'none' | 'metadata'; required: boolean } | undefined {
  return type === 'none' || type === 'metadata' ? { type, required } : undefined;
}
