import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readAssembly } from '../../lib/assembly/assembly-reader';
import { planBuilds } from '../../lib/build/plan/plan-builds';
import { prepareLocals } from '../../lib/build/plan/prepare-locals';
import { loadEnvironment } from '../../lib/environment';
import { BuildError } from '../../lib/errors';
import { writeSample } from '../support/sample-assembly';
import { temporaryFolder } from '../support/temporary-folder';

const place = temporaryFolder('reader');
const environment = loadEnvironment({ folder: place, env: { HOME: place } });
let count = 0;
const sample = () => writeSample(join(place, `project-${count++}`));

function errorsOf(run: () => unknown): readonly BuildError[] {
  try {
    run();
  } catch (error) {
    if (BuildError.is(error)) return error.all;
    throw error;
  }
  return [];
}

/** Sets a field of the manifest, by its path; gives what planning then tells. */
function withField(path: readonly (string | number)[], value: unknown): readonly BuildError[] {
  const folder = sample();
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  let at = manifest;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path.at(-1) ?? ''] = value;
  writeFileSync(file, JSON.stringify(manifest));
  return errorsOf(() => planBuilds(readAssembly(folder), { environment, cwd: place }));
}

const image = (field: string) => ['images', 0, field];
const platform = (field: string) => ['images', 0, 'platforms', 0, field];

describe('a field of the manifest', () => {
  test.each([
    [['locals', 'files', 'path'], '../../../etc/apt'],
    [['locals', 'files', 'path'], '/etc/apt'],
    [['locals', 'files', 'path'], 'files/../../x'],
    [['locals', 'files', 'path'], 'files\0'],
    [['locals', 'files', 'path'], ''],
    [['locals', 'files', 'include'], 'a'],
    [['locals', 'unpacker', 'file'], '../tool'],
    [['locals', 'unpacker', 'member'], '../tool'],
    [['locals', 'unpacker', 'url'], 'file:///etc/passwd'],
    [['locals', 'unpacker', 'url'], 'https://example.org/another.deb'],
    [['locals', 'files', 'type'], 'file'],
    [['archiveFiles', 'file:///etc/passwd'], { archive: 'a', path: 'b', size: 1, sha256: 'c' }],
    [image('name'), 'a b'],
    [image('name'), 'other'],
    [image('sourceDateEpoch'), 1e15],
    [image('sourceDateEpoch'), -1],
    [image('sourceDateEpoch'), 0.5],
    [image('platformNames'), []],
    [image('platformNames'), ['linux/amd64']],
    [image('platforms'), []],
    [image('publish'), { names: ['registry.example.org/A'], tags: [] }],
    [image('publish'), { names: [], tags: ['a\nb'] }],
    [image('isDated'), 'yes'],
    [image('source'), { file: 'a', line: -1, column: 0 }],
    [image('unknown'), 1],
    [platform('platform'), 'linux/amd64\n'],
    [platform('platform'), 'linux'],
    [platform('platform'), 'linux/arm64'],
    [platform('definition'), '../hello.linux-amd64.llb'],
    [platform('definition'), 'file:///x.llb'],
    [platform('definition'), 'manifest.json'],
    [platform('config'), 'a/b.config.json'],
    [platform('digest'), 'sha256:0'],
    [platform('packages'), '2'],
    [platform('capabilities'), ['a b']],
    [platform('locals'), ['files', 'others']],
    [['requests', 0, 'request'], 7],
  ])('%j is not taken as %j', (path, value) => {
    const errors = withField(path, value);

    expect(errors.length).toBeGreaterThan(0);
    for (const { code, details, message } of errors) {
      expect(code).toBe('E_ASSEMBLY_FORMAT');
      expect(message).toMatch(/^manifest\.json: /);
      expect(message).toContain(String(path[0]));
      expect(details.got).toBeDefined();
      expect(details.expected).toBeDefined();
      expect(details.fix).toBeDefined();
    }
  });

  test('is told with its place, all at once', () => {
    const folder = sample();
    const file = join(folder, 'manifest.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('"sourceDateEpoch": 1761955200', '"sourceDateEpoch": -1'));

    expect(errorsOf(() => readAssembly(folder)).map(({ message }) => message)).toEqual([
      'manifest.json: property images[0].sourceDateEpoch does not fit',
      'manifest.json: property images[1].sourceDateEpoch does not fit',
    ]);
  });

  test('may name nothing that every object has', () => {
    const { manifest } = readAssembly(sample());

    expect(manifest.locals.constructor).toBeUndefined();
    expect(manifest.archiveFiles.toString).toBeUndefined();
  });
});

describe('a manifest', () => {
  test.each([
    ['no JSON', '{', 'is no JSON'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'is no JSON'],
    ['a list', '[]', 'has the wrong form'],
    ['empty', '', 'is no JSON'],
    ['of a newer version', '{"version":3}', 'another version'],
    ['of no version', '{}', 'another version'],
    ['of its version alone', '{"version":2}', 'property images is missing'],
  ])('that is %s is refused', (_what, text, says) => {
    const folder = sample();
    writeFileSync(join(folder, 'manifest.json'), text);

    const [error] = errorsOf(() => readAssembly(folder));

    expect(error).toMatchObject({ code: 'E_ASSEMBLY_FORMAT' });
    expect(error?.message).toContain(says);
  });
});

const FILES = ['manifest.json', 'hello.linux-amd64.llb', 'hello.linux-amd64.config.json'];

describe.each(FILES)('the file %s', (name) => {
  const spoiled = (spoil: (file: string) => void) => {
    const folder = sample();
    spoil(join(folder, name));
    return errorsOf(() => planBuilds(readAssembly(folder), { environment, cwd: place }));
  };

  test.each<[string, (file: string) => void]>([
    ['is missing', (file) => rmSync(file)],
    ['is empty', (file) => truncateSync(file)],
    [
      'is a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      'is a link, even to what it was',
      (file) => {
        renameSync(file, `${dirname(file)}/../moved`);
        symlinkSync('../moved', file);
      },
    ],
    [
      'is a pipe, which is not waited for',
      (file) => {
        rmSync(file);
        execFileSync('mkfifo', [file]);
      },
    ],
    ['is too large', (file) => truncateSync(file, 2 ** 31)],
    ['holds something else', (file) => writeFileSync(file, '"something else"')],
  ])('is refused where it %s', (_what, spoil) => {
    const [error] = spoiled(spoil);

    expect(error).toMatchObject({ code: 'E_ASSEMBLY_FORMAT' });
    expect(error?.message).toContain(name);
    expect(error?.details.fix).toBe('run "synth" again');
  });
});

test('a definition is that of the digest', () => {
  const folder = sample();
  const file = (name: string) => join(folder, `${name}.linux-amd64.llb`);
  writeFileSync(file('hello'), readFileSync(file('other')));

  const [error] = errorsOf(() => planBuilds(readAssembly(folder), { environment, cwd: place }));

  expect(error?.message).toBe('hello.linux-amd64.llb holds another graph than manifest.json says');
});

test.each([
  ['of another platform', (config: object) => ({ ...config, architecture: 'arm64' })],
  ['of another variant', (config: object) => ({ ...config, variant: 'v8' })],
  ['of no date', (config: object) => ({ ...config, created: 'today' })],
  ['with one text for a list', (config: object) => ({ ...config, config: { Cmd: '/bin/sh' } })],
  ['that is a list', () => []],
])('an image config %s does not fit', (_what, change) => {
  const folder = sample();
  const file = join(folder, 'other.linux-amd64.config.json');
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));

  const [error] = errorsOf(() => planBuilds(readAssembly(folder), { environment, cwd: place }));

  expect(error).toMatchObject({ code: 'E_ASSEMBLY_FORMAT' });
  expect(error?.message).toMatch(/^other\.linux-amd64\.config\.json: /);
});

describe('a folder that is sent', () => {
  const send = (folder: string) =>
    prepareLocals(readAssembly(folder), new Set(['files']), { environment, mayFetch: false });
  const replaced = (make: (files: string, folder: string) => void) => {
    const folder = sample();
    const files = join(dirname(folder), 'files');
    rmSync(files, { recursive: true });
    make(files, folder);
    return folder;
  };

  test('lies beside the assembly', async () => {
    const folder = sample();

    expect(await send(folder)).toEqual({ files: join(dirname(folder), 'files') });
  });

  test('may be a link within', async () => {
    const folder = replaced((files) => {
      mkdirSync(join(files, '../real'));
      symlinkSync('real', files);
    });

    expect(await send(folder)).toEqual({ files: join(dirname(folder), 'real') });
  });

  test.each<[string, (files: string) => void]>([
    ['a link that leads outside', (files) => symlinkSync('../..', files)],
    ['an absolute link', (files) => symlinkSync('/etc', files)],
    [
      'a neighbour whose name begins as that of the project',
      (files) => {
        mkdirSync(`${dirname(files)}-more`, { recursive: true });
        symlinkSync(`${dirname(files)}-more`, files);
      },
    ],
    ['a file', (files) => writeFileSync(files, '')],
    ['missing', () => {}],
    ['a link in a circle', (files) => symlinkSync('files', files)],
  ])('is refused where it is %s, by plan and build', async (_what, make) => {
    const folder = replaced(make);

    await expect(send(folder)).rejects.toMatchObject({ code: 'E_LOCAL_FOLDER' });
    const plan = planBuilds(readAssembly(folder), { environment, cwd: place });
    expect(() => plan.images[0]?.platforms[0]?.inputs).toThrow(
      expect.objectContaining({ code: 'E_LOCAL_FOLDER' }),
    );
  });
});

describe('an assembly that another run replaces', () => {
  const replace = (folder: string) => {
    renameSync(writeSample(join(place, `project-${count++}`)), `${folder}.new`);
    renameSync(folder, `${folder}.old`);
    renameSync(`${folder}.new`, folder);
  };

  test('fails by its code, whichever file is read next', () => {
    const folder = sample();
    const assembly = readAssembly(folder);
    const [platform] = assembly.manifest.images[0]?.platforms ?? [];
    if (platform === undefined) throw new Error('no platform');
    assembly.readConfig(platform);
    replace(folder);

    for (const read of [
      () => assembly.readDefinition(platform),
      () => assembly.readConfig(platform),
    ]) {
      expect(errorsOf(read).map(({ code }) => code)).toEqual(['E_ASSEMBLY_CHANGED']);
    }
    expect(readAssembly(folder).readConfig(platform).length).toBeGreaterThan(0);
  });
});
