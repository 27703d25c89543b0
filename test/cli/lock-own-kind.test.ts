import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_LINE, filesApp } from '../support/files-app';
import { InstalledPackage, writeFiles } from '../support/installed-package';

jest.setTimeout(30_000);

const installed = new InstalledPackage();

/** A package with a kind of input of its own: what a version of something is, as a table says. */
const PACKAGE = {
  'node_modules/acme-inputs/package.json': '{ "name": "acme-inputs", "main": "index.js" }',
  'node_modules/acme-inputs/index.js': `
const { LocatedConstruct, BuildError, entrySection } = require('buildkit-cdk');
const { mkfile, scratch } = require('buildkit-cdk/llb');
const { appendFileSync, readFileSync } = require('node:fs');
const key = ({ name }) => name;
const VERSION = {
  name: 'acme-inputs/version',
  key,
  describe: ({ name }) => 'the version of ' + name,
  readRequest: (value) => value,
  section: entrySection({
    key,
    nouns: ['version', 'versions'],
    read: (value, at, schema) => ({ version: schema.text(schema.object(value, at).version, at + '.version', /^[0-9.]+$/) }),
  }),
  resolve: async ({ name }, { say }) => {
    appendFileSync('asked', name + '\\n');
    say('looking for ' + name);
    const version = JSON.parse(readFileSync('table.json', 'utf8'))[name];
    if (version === 'strange') throw new BuildError('E_ACME_STRANGE', name + ' is strange', { fix: 'ask for another' });
    if (version === undefined) throw new Error('the table has no ' + name);
    return { version };
  },
};
exports.VersionOf = class VersionOf extends LocatedConstruct {
  lower(target) {
    const answer = target.ask(this, VERSION, { name: this.node.id });
    return answer === undefined ? scratch() : scratch().file(mkfile('/version', 0o644, answer.version));
  }
};
`,
};

const appOf = (...names: readonly string[]) =>
  filesApp(
    "const { VersionOf } = require('acme-inputs');",
    ...names.map((name) => `const ${name} = new VersionOf(app, '${name}');`),
    `new FilesImage(app, 'files', [${names.join(', ')}]);`,
  );
const project = (table: Readonly<Record<string, string>>, ...names: readonly string[]) =>
  installed.project({
    ...PACKAGE,
    'app.js': appOf(...names),
    'table.json': JSON.stringify(table),
  });
const sectionOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'synth.lock.json'), 'utf8'))['acme-inputs/version'];
const askedIn = (folder: string) =>
  existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8') : '';

test('is answered by the code of the app, locked, kept, and dropped', async () => {
  const folder = project({ one: '1.0', two: '2.0' }, 'one', 'two');

  const first = await installed.synth(folder, ['lock']);

  expect(first).toMatchObject({ code: 0, stderr: 'looking for one\nlooking for two\n' });
  expect(first.stdout).toBe(
    'synth.lock.json written: 2 entries of acme-inputs/version (2 requests resolved, 0 entries removed)\n',
  );
  expect(sectionOf(folder)).toEqual({ one: { version: '1.0' }, two: { version: '2.0' } });

  // What is locked stays, whatever the table says now.
  writeFiles(folder, { 'table.json': '{ "one": "1.1", "two": "2.1" }', asked: '' });
  expect((await installed.synth(folder, ['lock'])).stdout).toBe(
    'synth.lock.json is up to date: 2 entries of acme-inputs/version\n',
  );
  expect(await installed.synth(folder, ['lock', '--check'])).toMatchObject({ code: 0, stderr: '' });
  expect(await installed.synth(folder, [])).toMatchObject({ code: 0, stderr: '' });
  expect(askedIn(folder)).toBe('');
  expect(sectionOf(folder)).toEqual({ one: { version: '1.0' }, two: { version: '2.0' } });

  // The definition holds the answer.
  const definition = readFileSync(join(folder, 'synth.out/files.linux-amd64.llb'));
  expect(definition.includes('2.0')).toBe(true);

  writeFiles(folder, { 'app.js': appOf('two') });
  const unused = await installed.synth(folder, ['lock', '--check']);
  expect(unused.code).toBe(3);
  expect(unused.stderr).toContain(
    'error E_LOCK_DIFFERS  entry acme-inputs/version["one"] of synth.lock.json is asked for by nothing\n',
  );
  expect((await installed.synth(folder, ['lock'])).stdout).toContain('1 entry removed');
  expect(sectionOf(folder)).toEqual({ two: { version: '2.0' } });
});

test('synth update asks it again, for what is named alone, and tells what moved', async () => {
  const folder = project({ one: '1.0', two: '2.0' }, 'one', 'two');
  await installed.synth(folder, ['lock']);
  writeFiles(folder, { 'table.json': '{ "one": "1.1", "two": "2.1" }', asked: '' });

  const { code, stdout } = await installed.synth(folder, ['update', 'one']);

  expect(code).toBe(0);
  expect(stdout).toMatch(/^one +sha256:[0-9a-f]{12} +sha256:[0-9a-f]{12}$/m);
  expect(stdout).toContain('synth.lock.json written: 1 moved, 0 added, 0 removed\n');
  expect(askedIn(folder)).toBe('one\n');
  expect(sectionOf(folder)).toEqual({ one: { version: '1.1' }, two: { version: '2.0' } });
  expect((await installed.synth(folder, ['outdated'])).stderr).toBe(
    'of 2 of kind "acme-inputs/version" nobody can tell: "synth update" reads them again\n',
  );
});

test('its section goes where no construct of it is left', async () => {
  const folder = project({ one: '1.0' }, 'one');
  await installed.synth(folder, ['lock']);
  writeFiles(folder, { 'app.js': filesApp("new FilesImage(app, 'files', []);") });

  expect(await installed.synth(folder, ['lock', '--check'])).toMatchObject({ code: 3 });
  expect(sectionOf(folder)).toEqual({ one: { version: '1.0' } });
  expect(await installed.synth(folder, ['lock'])).toMatchObject({ code: 0, stderr: '' });
  expect(sectionOf(folder)).toBeUndefined();
});

test('nothing is asked outside of synth lock', async () => {
  const folder = project({ one: '1.0' }, 'one');

  for (const args of [[], ['ls'], ['lock', '--check']]) await installed.synth(folder, args);
  const { code, stderr } = await installed.synth(folder, []);

  expect(code).toBe(1);
  expect(stderr).toContain('error E_LOCK_MISSING  one: the version of one is not locked\n');
  expect(askedIn(folder)).toBe('');
});

test.each([
  [
    'an exception',
    {},
    'error E_INPUT_FAILED  two: the version of two cannot be had\n',
    'the table',
  ],
  [
    'an error of its own',
    { two: 'strange' },
    'error E_ACME_STRANGE  two is strange\n',
    'ask for another',
  ],
])('what it throws is told with construct and line: %s', async (_what, table, error, detail) => {
  const folder = project({ one: '1.0', ...table }, 'one', 'two');

  const { code, stdout, stderr } = await installed.synth(folder, ['lock']);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(error);
  expect(stderr).toContain(detail);
  expect(stderr).toContain(`└─ two (VersionOf)    app.js:${FIRST_LINE + 2}:13\n`);
  expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);
});

test('all that fails is told at once', async () => {
  const folder = project({}, 'one', 'two');

  const { stderr } = await installed.synth(folder, ['lock']);

  expect(stderr.match(/^error E_INPUT_FAILED/gm)).toHaveLength(2);
});

test('an entry that its kind cannot read is an error of the lock', async () => {
  const folder = project({ one: '1.0' }, 'one');
  const damaged = { version: 2, 'acme-inputs/version': { one: { version: 'latest' } } };
  writeFiles(folder, { 'synth.lock.json': JSON.stringify(damaged) });

  const { code, stderr } = await installed.synth(folder, []);

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error E_LOCK_FORMAT {2}synth\.lock\.json: acme-inputs\/version\["one"\]\.version has the wrong form$/m,
  );
});

test.each([
  ['of another form', "{ version: 'latest' }", 'one"].version has the wrong form', '"latest"'],
  ['that is none', 'undefined', 'one"] has the wrong form', 'null'],
])(
  'an answer %s is told with construct and line, and not locked',
  async (_what, answer, error, got) => {
    const folder = project({ one: '1.0' }, 'one');
    const code = PACKAGE['node_modules/acme-inputs/index.js'];
    writeFiles(folder, {
      'node_modules/acme-inputs/index.js': `${code}VERSION.resolve = async () => (${answer});\n`,
    });

    const { code: status, stderr } = await installed.synth(folder, ['lock']);

    expect(status).toBe(1);
    expect(stderr).toContain(
      `error E_INPUT_FAILED  the version of one: acme-inputs/version["${error}`,
    );
    expect(stderr).toContain(`got       ${got}\n`);
    expect(stderr).toContain('mend resolve() of the kind "acme-inputs/version"');
    expect(stderr).toContain(`└─ one (VersionOf)    app.js:${FIRST_LINE + 1}:13\n`);
    expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);
  },
);

test('an assembly cannot answer what only the app can', async () => {
  const folder = project({ one: '1.0' }, 'one');
  await installed.synth(folder, ['ls']);

  const { code, stderr } = await installed.synth(folder, ['lock', '--app', 'synth.out']);

  expect(code).toBe(1);
  expect(stderr).toContain('error E_INPUT_FAILED  one: the version of one was not answered\n');
  expect(stderr).toContain('fix       run "synth lock" with the app, not with its assembly\n');
});

test('a kind that does not find its own answers is told, and asked no further', async () => {
  const folder = project({ one: '1.0' }, 'one');
  const code = PACKAGE['node_modules/acme-inputs/index.js'];
  writeFiles(folder, {
    'node_modules/acme-inputs/index.js': `${code}VERSION.section.find = () => undefined;\n`,
  });

  const result = await installed.synth(folder, ['lock']);

  expect(result.code).toBe(1);
  expect(result.stderr).toContain(
    'error E_INPUT_FAILED  one: the version of one is asked for again\n',
  );
  expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);
});
