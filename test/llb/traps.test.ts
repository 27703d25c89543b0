import {
  bindMount,
  Definition,
  decodeOp,
  type ExecOptions,
  image,
  local,
  mkdir,
  mkfile,
  type Op,
  type OpBody,
  type State,
  scratch,
  secretMount,
  source,
} from '../../lib/llb';

const platform = { os: 'linux', architecture: 'amd64' };

function opOf(state: State): Op {
  const { ops } = state.marshal({ platform });
  const op = ops.at(-2);
  if (op === undefined) throw new Error('no op');
  return decodeOp(op.bytes);
}

function bodyOf<K extends OpBody['kind']>(state: State, kind: K): Extract<OpBody, { kind: K }> {
  const { body } = opOf(state);
  if (body?.kind !== kind) throw new Error(`a ${body?.kind} instead of a ${kind}`);
  return body as Extract<OpBody, { kind: K }>;
}

function hexOf(state: State): string {
  const op = state.marshal({ platform }).ops.at(-2);
  return Buffer.from(op?.bytes ?? []).toString('hex');
}

const run = (options: Partial<ExecOptions>): State =>
  image('alpine').run({ args: ['x'], ...options }).root;

// U+10000 and above are two surrogates in JavaScript, which sort below U+E000; in UTF-8 above it.
const ASTRAL = '\u{1F600}';
const PRIVATE = '\uE000';

describe('order', () => {
  test('attributes are sorted by their bytes in UTF-8, not by UTF-16 units', () => {
    const attrs = { [ASTRAL]: '1', [PRIVATE]: '2', é: '3', Z: '4', a: '5' };
    const hex = hexOf(source('x://y', attrs));
    const places = ['Z', 'a', 'é', PRIVATE, ASTRAL].map((key) =>
      hex.indexOf(Buffer.from(key).toString('hex'), hex.indexOf('783a2f2f79') + 10),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
  });

  test('attributes whose names are numbers are sorted as text', () => {
    const { attrs } = bodyOf(source('x://y', { '10': 'a', '9': 'b' }), 'source');
    expect(hexOf(source('x://y', { '9': 'b', '10': 'a' }))).toBe(
      hexOf(source('x://y', { '10': 'a', '9': 'b' })),
    );
    expect({ ...attrs }).toEqual({ '9': 'b', '10': 'a' });
    const hex = hexOf(source('x://y', { '9': 'b', '10': 'a' }));
    expect(hex.indexOf('0a0231301201')).toBeLessThan(hex.indexOf('0a0139120162'));
  });

  test('mounts are sorted by the bytes of their targets', () => {
    const targets = [`/${ASTRAL}`, `/${PRIVATE}`, '/é', '/b', '/B', '!'];
    const { mounts } = bodyOf(
      run({ mounts: targets.map((target) => bindMount(target, scratch())) }),
      'exec',
    );
    expect(mounts.map(({ dest }) => dest)).toEqual([
      '!',
      '/',
      '/B',
      '/b',
      '/é',
      `/${PRIVATE}`,
      `/${ASTRAL}`,
    ]);
  });

  test('variables keep the order in which they were last set, also with names like numbers', () => {
    const env = [
      ['2', 'a'],
      ['1', 'b'],
      ['2', 'c'],
    ] as const;
    expect(bodyOf(run({ env }), 'exec').meta?.env).toEqual(['1=b', '2=c']);
  });
});

describe('zero and unset', () => {
  test('explicit zeros, false and empty text leave no trace', () => {
    const explicit = run({
      user: '',
      hostname: '',
      cgroupParent: '',
      readonlyRootfs: false,
      validExitCodes: [],
      ulimits: [],
      mounts: [],
      network: 'sandbox',
      security: 'sandbox',
    });
    expect(hexOf(explicit)).toBe(hexOf(run({})));
  });

  test('an empty proxy is another op than none', () => {
    expect(hexOf(run({ proxy: {} }))).not.toBe(hexOf(run({})));
    expect(bodyOf(run({}), 'exec').meta?.proxyEnv).toBeUndefined();
  });

  test('an empty variable is kept', () => {
    expect(bodyOf(run({ env: { A: '' } }), 'exec').meta?.env).toEqual(['A=']);
  });

  test('an empty argument is kept', () => {
    expect(bodyOf(run({ args: ['x', ''] }), 'exec').meta?.args).toEqual(['x', '']);
  });

  test('user 0 is written, no user is not', () => {
    const owned = mkdir('/a', 0o755, { owner: { user: 0 } });
    const action = bodyOf(scratch().file(owned), 'file').actions[0]?.action;
    expect(action).toMatchObject({ owner: { user: { id: 0 }, group: undefined } });
    expect(hexOf(scratch().file(owned))).toContain('0a021000');
  });

  test('-0 is 0', () => {
    expect(hexOf(run({ validExitCodes: [-0, 1] }))).toBe(hexOf(run({ validExitCodes: [0, 1] })));
    expect(hexOf(scratch().file(mkfile('/f', -0, '')))).toBe(
      hexOf(scratch().file(mkfile('/f', 0, ''))),
    );
    const mount = secretMount('/s', { uid: -0, gid: -0, mode: -0 });
    expect(hexOf(run({ mounts: [mount] }))).toBe(
      hexOf(run({ mounts: [secretMount('/s', { uid: 0, gid: 0, mode: 0 })] })),
    );
  });
});

describe('numbers', () => {
  test('exit codes are packed into one field', () => {
    expect(hexOf(run({ validExitCodes: [0, 1, 300] }))).toContain('6204' + '0001ac02');
  });

  test('a negative number takes ten bytes', () => {
    expect(hexOf(run({ validExitCodes: [-2] }))).toContain('620afeffffffffffffffff01');
  });

  test('64-bit numbers keep every digit', () => {
    const limit = { name: 'nofile', soft: 2n ** 63n - 1n, hard: -(2n ** 63n) } as const;
    expect(bodyOf(run({ ulimits: [limit] }), 'exec').meta?.ulimits).toEqual([limit]);
    const timestamp = 2n ** 53n + 1n;
    const file = scratch().file(mkfile('/f', 0, '', { timestamp }));
    expect(bodyOf(file, 'file').actions[0]?.action).toMatchObject({ timestamp });
  });

  test('a date becomes nanoseconds', () => {
    const timestamp = new Date('2026-11-01T00:00:00.001Z');
    const file = scratch().file(mkfile('/f', 0, '', { timestamp }));
    expect(bodyOf(file, 'file').actions[0]?.action).toMatchObject({
      timestamp: 1_793_491_200_001_000_000n,
    });
  });

  test.each([
    ['beyond 64 bits', 2n ** 63n],
    ['a fraction', 0.5],
    ['a number that lost digits', 2 ** 53],
    ['no number', Number.NaN],
  ])('rejects %s', (_name, soft) => {
    expect(() => run({ ulimits: [{ name: 'core', soft, hard: 0 }] })).toThrow(
      expect.objectContaining({ code: 'E_LLB_OPTION' }),
    );
  });
});

describe('text', () => {
  test("patterns have the escapes of Go's JSON", () => {
    const { attrs } = bodyOf(
      local('x', {
        includePatterns: ['<a&b>', '\u2028\u2029', '"\\', '\b\f\n\r\t\u0001\u007f', 'é'],
      }),
      'source',
    );
    expect(attrs['local.includepattern']).toBe(
      '["\\u003ca\\u0026b\\u003e","\\u2028\\u2029","\\"\\\\","\\b\\f\\n\\r\\t\\u0001\u007f","é"]',
    );
  });

  test('a character beyond 16 bits takes four bytes', () => {
    expect(hexOf(run({ args: [ASTRAL] }))).toContain('0a04f09f9880');
  });

  test('long text is measured in bytes, not in characters', () => {
    const args = ['ü'.repeat(5000)];
    expect(bodyOf(run({ args }), 'exec').meta?.args).toEqual(args);
  });

  test.each([
    ['an argument', () => run({ args: ['a\ud800'] })],
    ['a long argument', () => run({ args: [`${'a'.repeat(500)}\udc00`] })],
    ['a variable', () => run({ env: { A: '\udc00\ud800' } })],
    ['a mount target', () => run({ mounts: [bindMount('/\ud83d', scratch())] })],
    ['an attribute', () => source('x://y', { a: '\ud83d' })],
    ['the name of an attribute', () => source('x://y', { '\ude00': 'a' })],
    ['a pattern', () => local('x', { includePatterns: ['\ude00'] })],
    ['the content of a file', () => scratch().file(mkfile('/f', 0, 'a\udc00'))],
    ['a path', () => scratch().file(mkdir('/\ud83dx', 0))],
  ])('rejects half of a surrogate pair in %s', (_name, make) => {
    expect(() => make().marshal({ platform })).toThrow(
      expect.objectContaining({ code: 'E_LLB_TEXT' }),
    );
  });

  test('rejects half of a surrogate pair in metadata when it is written', () => {
    const definition = run({ customName: '\ud800' }).marshal({ platform });
    expect(() => definition.toBytes()).toThrow(expect.objectContaining({ code: 'E_LLB_TEXT' }));
  });

  test('an op that failed to be written leaves no trace in the next one', () => {
    const before = hexOf(run({}));
    expect(() => hexOf(run({ args: ['\ud800'] }))).toThrow();
    expect(hexOf(run({ customName: 'again' }))).toBe(before);
  });
});

test('a key that JavaScript knows is a key like any other', () => {
  const attrs = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
  const definition = source('x://y', attrs).marshal({ platform });
  const read = Definition.fromBytes(definition.toBytes());
  const [op] = read.ops;
  const body = op === undefined ? undefined : decodeOp(op.bytes).body;
  expect(body?.kind === 'source' && Object.keys(body.attrs).sort()).toEqual([
    '__proto__',
    'constructor',
    'toString',
  ]);
});
