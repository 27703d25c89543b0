import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { type DataValue, InlineFile } from '../../../constructs';
import { actionsOf, filesOf } from '../../support/artifact-image';
import { describeWith } from '../../support/engine';
import { errorsOf } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('inline-file');

const textOf = ({ content }: InlineFile) => Buffer.from(content).toString('utf8');
const any = (value: unknown) => value as never;

const SETTINGS = {
  name: 'registry',
  port: 5000,
  debug: false,
  none: undefined,
  storage: { delete: { enabled: true }, filesystem: { rootdirectory: '/data' } },
  list: ['a', 'b c', 'yes', '1.5', ''],
  users: [{ name: 'me', ids: [1, 2] }, { name: 'you: #2' }],
  empty: {},
};

describe('the text of a file', () => {
  test('of JSON', () => {
    expect(textOf(InlineFile.json({ b: 1, a: ['x'], c: {}, d: [] }))).toBe(
      '{\n  "b": 1,\n  "a": [\n    "x"\n  ],\n  "c": {},\n  "d": []\n}\n',
    );
  });

  test('of YAML', () => {
    expect(textOf(InlineFile.yaml(SETTINGS))).toBe(`name: registry
port: 5000
debug: false
storage:
  delete:
    enabled: true
  filesystem:
    rootdirectory: /data
list:
  - a
  - b c
  - "yes"
  - "1.5"
  - ""
users:
  - name: me
    ids:
      - 1
      - 2
  - name: "you: #2"
empty: {}
`);
  });

  test('of TOML', () => {
    expect(textOf(InlineFile.toml(SETTINGS))).toBe(`name = "registry"
port = 5000
debug = false
list = ["a", "b c", "yes", "1.5", ""]

[storage]

[storage.delete]
enabled = true

[storage.filesystem]
rootdirectory = "/data"

[[users]]
name = "me"
ids = [1, 2]

[[users]]
name = "you: #2"

[empty]
`);
  });

  test('of variables', () => {
    const variables = { HOME: '/data', GREETING: 'a "b" $c `d` \\e', EMPTY: '' };

    expect(textOf(InlineFile.env(variables))).toBe(
      'HOME=/data\nGREETING="a \\"b\\" \\$c \\`d\\` \\\\e"\nEMPTY=\n',
    );
  });

  test('and bytes as they are', () => {
    const bytes = Uint8Array.of(0, 255, 10);
    const file = InlineFile.bytes(bytes);
    bytes.fill(7);

    expect([...file.content]).toEqual([0, 255, 10]);
    expect(textOf(InlineFile.text('grüße\r\n'))).toBe('grüße\r\n');
  });
});

describe('what is written is what is read', () => {
  // Names as "__proto__" make objects whose members a reader may not tell.
  const name = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text !== '__proto__');
  const scalar = fc.oneof(
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'yes',
      'null',
      '~',
      '- a',
      'a: b',
      '# x',
      '0x1f',
      '1e3',
      ' a ',
      '2001-01-01',
      'é\u2028\x7f',
      '\n',
    ),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  );
  const value = (leaf: fc.Arbitrary<unknown>) =>
    fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('table')),
      list: fc.array(tie('any'), { maxLength: 4 }),
      table: fc.dictionary(name, tie('any'), { maxKeys: 4, noNullPrototype: true }),
    }));
  const data = value(fc.oneof(scalar, fc.constant(null)));

  test('in JSON, as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(data.any, (given) => {
        expect(textOf(InlineFile.json(any(given)))).toBe(`${JSON.stringify(given, null, 2)}\n`);
      }),
    );
  });

  test.each(['1.1', '1.2'] as const)('in YAML %s', (version) => {
    fc.assert(
      fc.property(data.any, (given) => {
        const read = parseYaml(textOf(InlineFile.yaml(any(given))), { version, maxAliasCount: 0 });

        expect(read).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  test('in TOML', () => {
    fc.assert(
      fc.property(value(scalar).table, (given) => {
        const text = textOf(InlineFile.toml(any(given)));

        expect(JSON.parse(JSON.stringify(parseToml(text)))).toEqual(
          JSON.parse(JSON.stringify(given)),
        );
      }),
    );
  });

  test('in variables, as a shell reads them', () => {
    const values = fc.sample(fc.string({ unit: 'binary' }), 200).concat(['$HOME', '`id`', "it's"]);
    const lines = values.filter((text) => !/[\0\r\n]/.test(text));
    const variables = Object.fromEntries(lines.map((text, index) => [`V${index}`, text]));
    const file = join(folder, 'variables');
    writeFileSync(file, InlineFile.env(variables).content);
    const print = 'process.stdout.write(JSON.stringify(process.env))';
    const script = `set -a; . "$1"; exec "$0" -e '${print}'`;
    const read = execFileSync('sh', ['-c', script, process.execPath, file], { encoding: 'utf8' });

    expect(JSON.parse(read)).toMatchObject(variables);
  });

  test('with values that formats write in their own ways', () => {
    const numbers = { big: 1e21, whole: 1e20, small: 1e-7, most: Number.MAX_VALUE, exact: 2 ** 53 };

    expect(parseToml(textOf(InlineFile.toml(numbers)))).toEqual(numbers);
    expect(parseYaml(textOf(InlineFile.yaml(numbers)), { version: '1.1' })).toEqual(numbers);
  });
});

describe('content that cannot be written', () => {
  const circle: Record<string, unknown> = {};
  circle.a = [circle];

  test.each<[string, () => unknown, string]>([
    ['a function', () => InlineFile.json(any({ a: [() => 1] })), 'the value.a[0] is a function'],
    ['a date', () => InlineFile.yaml(any({ at: new Date(0) })), 'the value.at is a Date'],
    ['a map', () => InlineFile.json(any(new Map())), 'the value is a Map'],
    ['no number', () => InlineFile.json({ n: Number.NaN }), 'the value.n is the number NaN'],
    ['a bigint', () => InlineFile.toml(any({ n: 1n })), 'the value.n is a bigint'],
    ['nothing', () => InlineFile.json(any(undefined)), 'the value is nothing'],
    ['a hole', () => InlineFile.json(any([1, undefined])), 'the value[1] is nothing'],
    ['a circle', () => InlineFile.json(any(circle)), 'nested too deeply'],
    ['half a character', () => InlineFile.yaml(['\ud800']), 'the value[0] is'],
    ['half a character as a name', () => InlineFile.json({ '\udfff': 1 }), 'without a UTF-8 form'],
    ['null in TOML', () => InlineFile.toml({ a: { b: null } }), 'b is null'],
    ['a list as TOML', () => InlineFile.toml(any([1])), 'is no table'],
    ['a name that is too long for YAML', () => InlineFile.yaml({ ['x'.repeat(1025)]: 1 }), '1025'],
    ['a name with a blank', () => InlineFile.env({ 'A B': '' }), 'no name of a variable'],
    ['two lines', () => InlineFile.env({ A: 'a\nb' }), 'no text of one line'],
    ['a number as a variable', () => InlineFile.env(any({ A: 1 })), 'no text of one line'],
    ['no text', () => InlineFile.text(any(7)), 'the number 7 is no text'],
    ['text as bytes', () => InlineFile.bytes(any('x')), 'is no Uint8Array'],
    ['too much', () => InlineFile.text('x'.repeat(1024 * 1024 + 1)), '1048577 bytes'],
  ])('%s is refused at its line', (_what, run, got) => {
    expect(errorsOf(run)).toMatchObject([
      {
        code: 'E_INLINE_FILE',
        details: {
          got: expect.stringContaining(got),
          source: { file: 'test/constructs/files/inline-file.test.ts' },
        },
      },
    ]);
  });

  test('but what is left out is not there', () => {
    const value: DataValue = { a: undefined, b: 1 };

    expect(textOf(InlineFile.yaml(value))).toBe('b: 1\n');
  });
});

test('a file becomes one that is made', () => {
  expect(actionsOf(InlineFile.text('x').at('/etc/app/x', { mode: 0o440, owner: '1:2' }))).toEqual([
    expect.objectContaining({ kind: 'mkdir', path: '/etc/app', makeParents: true }),
    {
      kind: 'mkfile',
      path: '/etc/app/x',
      mode: 0o440,
      data: Buffer.from('x'),
      owner: { user: { id: 1 }, group: { id: 2 } },
      timestamp: BigInt(Date.UTC(1980, 0)) * 1_000_000n,
    },
  ]);
});

describeWith(['engine'], 'a file of the app, built', ({ engine }) => {
  test('is there with its content, mode, owner and date', async () => {
    const make = () => InlineFile.json({ a: 1 }).at('/etc/app.json', { owner: '65532:65532' });

    expect(await filesOf(engine.address, make)).toEqual({
      '/etc': 'dir 755 0:0',
      '/etc/app.json': 'file 644 65532:65532 1980-01-01 {\n  "a": 1\n}\n',
    });
  });
});
