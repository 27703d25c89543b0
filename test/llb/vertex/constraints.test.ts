import fc from 'fast-check';
import {
  copy,
  diff,
  git,
  http,
  image,
  local,
  merge,
  mkdir,
  nestedBuild,
  type OpOptions,
  passthrough,
  type State,
  scratch,
} from '../../../lib/llb';
import { constraintsOf } from '../../../lib/llb/vertex/constraints';
import {
  digests,
  marshal,
  optionError,
  resultCaps,
  resultHex,
  resultMetadata,
  resultOp,
} from '../decoded';

/** An op of each kind, with these options. */
const KINDS: Readonly<Record<string, (options: OpOptions) => State>> = {
  image: (options) => image('a', options),
  git: (options) => git('https://h/x', options),
  http: (options) => http('https://h/x', options),
  local: (options) => local('x', options),
  exec: (options) => image('a').run({ ...options, args: ['x'] }).root,
  file: (options) => image('a').file(mkdir('/x', 0).copy(image('b'), '/', '/'), options),
  merge: (options) => merge([image('a'), image('b')], options),
  diff: (options) => diff(image('a'), image('b'), options),
  passthrough: (options) =>
    passthrough('p', [{ state: image('a'), output: true }], options)[0] ?? scratch(),
  requires: (options) => image('a').requires('p', [image('b')], options),
  'nested build': (options) => nestedBuild(image('a'), options),
};

describe.each(Object.entries(KINDS))('an op of kind %s', (_name, make) => {
  const silent = resultMetadata(make({}));

  test('says nothing of itself but what it asks for', () => {
    expect(silent).toMatchObject({ ignoreCache: false });
    const said = [silent.description, silent.exportCache, silent.progressGroup];
    expect([...said, silent.linuxResources]).toEqual([undefined, undefined, undefined, undefined]);
    expect(silent.caps.length).toBeGreaterThan(0);
  });

  test.each<[string, OpOptions, object]>([
    ['a name', { customName: 'n' }, { description: { 'llb.customname': 'n' } }],
    ['an empty name', { customName: '' }, { description: { 'llb.customname': '' } }],
    ['a description', { description: { k: 'v' } }, { description: { k: 'v' } }],
    [
      'a name over that of the description',
      { customName: 'n', description: { k: 'v', 'llb.customname': 'x' } },
      { description: { k: 'v', 'llb.customname': 'n' } },
    ],
    ['ignoreCache', { ignoreCache: true }, { ignoreCache: true }],
    ['exportCache', { exportCache: true }, { exportCache: true }],
    ['no exportCache', { exportCache: false }, { exportCache: false }],
    [
      'a group',
      { progressGroup: { id: 'i', name: 'n' } },
      { progressGroup: { id: 'i', name: 'n' } },
    ],
  ])('has %s in its metadata alone', (_option, options, expected) => {
    expect(resultMetadata(make(options))).toMatchObject(expected);
    expect(resultMetadata(make(options)).caps).toEqual(silent.caps);
    expect(digests(marshal(make(options)))).toEqual(digests(marshal(make({}))));
  });

  test('has worker filters in its bytes', () => {
    expect(resultOp(make({})).constraints).toEqual({ filter: [] });
    const op = resultOp(make({ constraints: ['a==b', 'c'] }));
    expect(op.constraints).toEqual({ filter: ['a==b', 'c'] });
  });

  test('has its filters behind those of the marshalling', () => {
    const op = resultOp(make({ constraints: ['own'] }), { constraints: ['all'] });
    expect(op.constraints).toEqual({ filter: ['all', 'own'] });
  });

  test('keeps the lines that asked for it, and no digest knows them', () => {
    const line = { file: 'a.ts', line: 3, column: 4 };
    const definition = marshal(make({ source: [line, { ...line, line: 9 }] }));
    const { digest = '' } = definition.head ?? {};
    expect(definition.locations(digest)).toEqual([line, { ...line, line: 9 }]);
    expect(digests(definition)).toEqual(digests(marshal(make({}))));
  });
});

test('what the marshalling says is said of every op, unless the op says it', () => {
  const state = image('a', { customName: 'own', exportCache: false }).run({ args: ['x'] }).root;
  const { metadata, ops } = marshal(state, {
    customName: 'all',
    description: { k: 'v' },
    exportCache: true,
    ignoreCache: true,
    progressGroup: { id: 'i', name: 'n' },
  });
  const [source, exec] = ops.map(({ digest }) => metadata.get(digest));
  expect(source).toMatchObject({
    ignoreCache: true,
    exportCache: false,
    description: { k: 'v', 'llb.customname': 'own' },
    progressGroup: { id: 'i', name: 'n' },
    caps: ['source.image'],
  });
  expect(exec).toMatchObject({ exportCache: true, description: { 'llb.customname': 'all' } });
});

test('an empty description is none', () => {
  expect(constraintsOf({ description: {} }).metadata.description).toBeUndefined();
});

test('the platform is for ops that have one, and is no part of the others', () => {
  const platform = { os: 'linux', architecture: 's390x' };
  const withOne = Object.entries(KINDS).filter(
    ([, make]) => resultHex(make({ platform })) !== resultHex(make({})),
  );
  expect(withOne.map(([name]) => name)).toEqual(['image', 'exec', 'nested build']);
  for (const [, make] of withOne)
    expect(resultOp(make({ platform })).platform).toMatchObject(platform);
});

describe('limits of an exec', () => {
  const run = (linuxResources: NonNullable<OpOptions['linuxResources']>): State =>
    image('a').run({ args: ['x'], linuxResources }).root;

  test('are no part of its digest, and are asked for', () => {
    const limits = { memory: 5, memorySwap: -1, cpuShares: 2n ** 64n - 1n, cpusetCpus: '0-3' };
    expect(resultMetadata(run(limits)).linuxResources).toEqual(limits);
    expect(resultHex(run(limits))).toBe(resultHex(image('a').run({ args: ['x'] }).root));
    expect(resultCaps(run(limits))).toContain('exec.meta.linux.resources');
  });

  const signed = `a whole number from ${-(2n ** 63n)} to ${2n ** 63n - 1n}`;
  const unsigned = `a whole number from 0 to ${2n ** 64n - 1n}`;
  test.each([
    ['memory', 2n ** 63n, signed],
    ['memorySwap', -(2n ** 63n) - 1n, signed],
    ['cpuQuota', 2n ** 63n, signed],
    ['cpuShares', -1n, unsigned],
    ['cpuPeriod', 2n ** 64n, unsigned],
  ])('are refused where %s does not fit', (name, value, expected) => {
    const error = optionError(`linuxResources ${name}`, String(value), expected);
    expect(() => run({ [name]: value })).toThrow(error);
    expect(() => marshal(image('a'), { linuxResources: { [name]: value } })).toThrow(error);
    expect(() => run({ [name]: 0.5 })).toThrow(
      optionError(`linuxResources ${name}`, '0.5', 'a whole number, as a bigint beyond 2^53'),
    );
  });
});

test('metadata moves no digest of a whole graph', () => {
  const text = fc.string({ maxLength: 5 });
  const options = fc.record({
    customName: text,
    description: fc.dictionary(text, text, { maxKeys: 2 }),
    ignoreCache: fc.boolean(),
    exportCache: fc.boolean(),
    progressGroup: fc.record({ id: text, name: text, weak: fc.boolean() }),
  });
  fc.assert(
    fc.property(options, options, (own, all) => {
      const build = (one: OpOptions): State =>
        merge(
          Object.values(KINDS).map((make) => make(one)),
          one,
        ).file(copy(scratch(), '/', '/'));
      expect(digests(marshal(build(own), all))).toEqual(digests(marshal(build({}))));
    }),
    { numRuns: 50 },
  );
});
