import fc from 'fast-check';
import {
  copy,
  diff,
  type ExecOptions,
  git,
  http,
  image,
  imageBlob,
  local,
  type MarshalOptions,
  merge,
  mkdir,
  mkfile,
  nestedBuild,
  type OpOptions,
  ociLayout,
  passthrough,
  rm,
  type State,
  scratch,
  source,
  symlink,
} from '../../lib/llb';
import { hex, marshal } from './decoded';
import { graph } from './random-graph';

/** Changes a value in every depth, as a caller may that goes on with its own options. */
function spoil(value: unknown): void {
  if (value instanceof Uint8Array) {
    value.fill(0xff);
  } else if (value instanceof Date) {
    value.setTime(0);
  } else if (value instanceof Set) {
    value.clear();
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const own: unknown = Reflect.get(value, key);
      spoil(own);
      if (typeof own === 'string') Reflect.set(value, key, 'spoiled');
      if (typeof own === 'number') Reflect.set(value, key, own + 1);
      if (typeof own === 'boolean') Reflect.set(value, key, !own);
    }
    if (Array.isArray(value)) value.push('spoiled');
  }
}

const common = (): OpOptions => ({
  customName: 'n',
  description: { k: 'v' },
  ignoreCache: true,
  exportCache: false,
  platform: { os: 'linux', architecture: 'arm64', osVersion: '1', osFeatures: ['f'] },
  constraints: ['a==b'],
  progressGroup: { id: 'i', name: 'g', weak: true },
  linuxResources: { memory: 5, cpusetCpus: '0' },
  localUniqueId: 'u',
  source: [{ file: 'a.ts', line: 1, column: 2 }],
});

const exec = (): ExecOptions => ({
  ...common(),
  args: ['x', 'y'],
  env: [['A', '1']],
  validExitCodes: [0, 3],
  extraHosts: [{ host: 'h', ip: '::1' }],
  ulimits: [{ name: 'core', soft: 1, hard: 2 }],
  proxy: { httpProxy: 'p' },
  cdiDevices: [{ name: 'd', optional: true }],
  secretEnv: [{ name: 's', optional: true }],
  mounts: [],
});

interface Case {
  /** Options, made anew each time. */
  readonly options: () => object;
  /** A state of these options. */
  readonly make: (options: never) => State;
}

function makes<T extends object>(options: () => T, make: (options: T) => State): Case {
  return { options, make };
}

const cases: Readonly<Record<string, Case>> = {
  image: makes(common, (options) => image('a', options)),
  'image blob': makes(common, (options) => imageBlob(`a@sha256:${'a'.repeat(64)}`, options)),
  'OCI layout': makes(common, (options) => ociLayout('a', options)),
  git: makes(
    () => ({ ...common(), knownSshHosts: ['k'], bundle: { locator: 'l', sessionId: 's' } }),
    (options) => git('git@h:x', options),
  ),
  http: makes(
    () => ({
      ...common(),
      header: { accept: 'a', userAgent: 'u' },
      signature: { publicKey: 'k', signature: 's' },
    }),
    (options) => http('https://h/x', options),
  ),
  local: makes(
    () => ({
      ...common(),
      includePatterns: ['a'],
      excludePatterns: ['b'],
      followPaths: ['c'],
      metadataOnlyTransfer: ['d'],
      differ: { type: 'none' as const, required: true },
    }),
    (options) => local('x', options),
  ),
  'any source': makes(
    () => ({ attrs: { a: 'b' }, caps: ['c'], ...common() }),
    ({ attrs, caps, ...options }) => source('x://y', attrs, caps, options),
  ),
  exec: makes(exec, (options) => image('a').run(options).root),
  merge: makes(common, (options) => merge([image('a'), image('b')], options)),
  diff: makes(common, (options) => diff(image('a'), image('b'), options)),
  'nested build': makes(common, (options) => nestedBuild(image('a'), options)),
  passthrough: makes(
    common,
    (options) => passthrough('p', [{ state: image('a'), output: true }], options)[0] ?? scratch(),
  ),
  mkfile: makes(
    () => ({ data: Buffer.from('data'), owner: { user: 'u', group: 2 }, timestamp: new Date(5) }),
    ({ data, ...options }) => scratch().file(mkfile('/f', 0, data, options), common()),
  ),
  mkdir: makes(
    () => ({ parents: true, owner: { user: 1, group: 'g' } }),
    (options) => scratch().file(mkdir('/f', 0, options)),
  ),
  rm: makes(
    () => ({ allowNotFound: true, allowWildcard: true }),
    (options) => scratch().file(rm('/f', options)),
  ),
  symlink: makes(
    () => ({ owner: { group: 'g' }, timestamp: new Date(9) }),
    (options) => scratch().file(symlink('/f', '/g', options)),
  ),
  copy: makes(
    () => ({
      includePatterns: ['a'],
      excludePatterns: ['b'],
      requiredPaths: ['c'],
      owner: { user: 'u' },
      timestamp: new Date(7),
      createDestPath: true,
    }),
    (options) => scratch().file(copy(image('a'), '/', '/', options)),
  ),
  'platform of a state': makes(
    () => ({ os: 'linux', architecture: 'arm', osFeatures: ['f'] }),
    (platform) =>
      image('a')
        .platform(platform)
        .run({ args: ['x'] }).root,
  ),
};

describe('options that change after the call', () => {
  test.each(Object.keys(cases))('change nothing: %s', (name) => {
    const { options, make } = cases[name] ?? makes(common, scratch);
    const kept = options();
    const state = make(kept as never);
    spoil(kept);
    const expected = marshal(make(options() as never));
    expect(hex(marshal(state).toBytes())).toBe(hex(expected.toBytes()));
  });

  test('change nothing: lists of states', () => {
    const states = [image('a'), image('b')];
    const inputs = states.map((state) => ({ state, output: true }));
    const [merged, passed] = [merge(states), passthrough('p', inputs)[1] ?? scratch()];
    const required = image('c').requires('r', states);
    states.pop();
    inputs.pop();
    expect([merged, passed, required].map((state) => marshal(state).ops.length)).toEqual([4, 4, 5]);
  });

  test('change nothing in the next marshalling with equal ones', () => {
    const options = (): MarshalOptions => ({
      ...common(),
      platform: { os: 'linux', architecture: 'riscv64', osVersion: 'mine', osFeatures: ['f'] },
      caps: new Set(['exec.meta.base']),
    });
    const make = (): State => image('a').run({ args: ['x'] }).root;
    const expected = hex(make().marshal(options()).toBytes());
    const kept = options();
    const known = make();
    known.marshal(kept);
    spoil(kept);
    expect(hex(known.marshal(options()).toBytes())).toBe(expected);
    expect(hex(make().marshal(options()).toBytes())).toBe(expected);
  });
});

describe('a state', () => {
  const values: fc.Arbitrary<(state: State) => State> = fc.oneof(
    fc.constant((state: State) => state.addEnv('A', '1')),
    fc.constant((state: State) => state.dir('x')),
    fc.constant((state: State) => state.user('u')),
    fc.constant((state: State) => state.hostname('h')),
    fc.constant((state: State) => state.network('none')),
    fc.constant((state: State) => state.security('insecure')),
    fc.constant((state: State) => state.addExtraHost('h', '::1')),
    fc.constant((state: State) => state.addUlimit('core', 1, 2)),
    fc.constant((state: State) => state.cgroupParent('c')),
    fc.constant((state: State) => state.platform({ os: 'linux', architecture: 's390x' })),
    fc.constant((state: State) => state.reset(image('r').dir('/r'))),
    fc.constant((state: State) => state.run({ args: ['x'], cwd: 'w', env: { B: '2' } }).root),
    fc.constant((state: State) => state.file(mkdir('y', 0o700))),
    fc.constant((state: State) => state.requires('q', [image('q')])),
    fc.constant((state: State) => merge([state, image('m')])),
    fc.constant((state: State) =>
      state.withImageConfig(Buffer.from('{"config":{"Env":["C=3"],"WorkingDir":"/c"}}')),
    ),
  );

  test('is as before whatever is made of it', () => {
    const steps = fc.array(values, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(graph, steps, (start, list) => {
        const states = [start];
        const shown = [view(start)];
        for (const step of list) {
          const next = step(states.at(-1) ?? start);
          states.push(next);
          shown.push(view(next));
        }
        expect(states.map(view)).toEqual(shown);
      }),
      { numRuns: 50 },
    );
  });

  function view(state: State): string {
    const run = state.run({ args: ['look'] }).root.file(mkdir('here', 0));
    return hex(marshal(run).toBytes());
  }

  test('has the same bytes whether it was marshalled before or not', () => {
    fc.assert(
      fc.property(graph, fc.array(values, { maxLength: 5 }), (start, steps) => {
        const build = (isMarshalled: boolean): string => {
          let state = start.run({ args: [`${steps.length}`] }).root;
          for (const step of steps) {
            state = step(state);
            if (isMarshalled) marshal(state);
          }
          return view(state);
        };
        expect(build(true)).toBe(build(false));
      }),
      { numRuns: 50 },
    );
  });
});
