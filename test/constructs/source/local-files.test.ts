import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalFiles, type LocalFilesProps } from '../../../constructs';
import { placeLocals } from '../../../constructs/app/place-locals';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { ArtifactImage, filesOf } from '../../support/artifact-image';
import { describeWith } from '../../support/engine';
import { errorsOf } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('local-files');
const folder = join(root, 'app');

// What the command line says before the app runs.
process.env.SYNTH_FOLDER = folder;

mkdirSync(join(folder, 'site/img'), { recursive: true });
writeFileSync(join(folder, 'site/index.html'), 'hello');
writeFileSync(join(folder, 'site/img/logo.svg'), '<svg/>');
writeFileSync(join(folder, 'site/draft.tmp'), 'no');
writeFileSync(join(folder, 'site/run'), '#!/bin/sh');
chmodSync(join(folder, 'site/run'), 0o700);
chmodSync(join(folder, 'site/index.html'), 0o666);
symlinkSync('index.html', join(folder, 'site/home.html'));
writeFileSync(join(folder, 'a [1]*.conf'), 'odd');
writeFileSync(join(root, 'secret'), 'outside');
mkdirSync(join(root, 'outside'));
symlinkSync(root, join(folder, 'up'));
symlinkSync('site', join(folder, 'alias'));
mkdirSync(join(folder, 'linked'));
symlinkSync('../../secret', join(folder, 'linked/secret'));
mkdirSync(join(folder, 'empty'));

function synth(props: Partial<LocalFilesProps>, app = new App()) {
  const files = new LocalFiles(app, 'files', { path: 'site', ...props });
  new ArtifactImage(app, 'image', files);
  return app.assemble(EMPTY_LOCK);
}

const sourcesOf = (content: ReturnType<typeof synth>) =>
  content.images[0]?.platforms[0]?.definition.ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    return body?.kind === 'source' ? [{ id: body.identifier, ...body.attrs }] : [];
  });

describe('files of the app', () => {
  test('are a local source, of which the assembly says what it holds', () => {
    const content = synth({ include: ['**/*.html', 'img'], exclude: ['*.tmp'] });
    const [[name, input] = ['']] = Object.entries(content.locals);

    expect(input).toEqual({
      type: 'directory',
      path: 'site',
      include: ['**/*.html', 'img'],
      exclude: ['*.tmp'],
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(sourcesOf(content)).toMatchObject([
      {
        id: `local://${name}`,
        'local.includepattern': '["**/*.html","img"]',
        'local.excludepatterns': '["*.tmp"]',
        'local.sharedkeyhint': name,
      },
    ]);
  });

  test('that change move their digest in the assembly, and the op that sends them', () => {
    const before = synth({ exclude: ['*.tmp'] });
    writeFileSync(join(folder, 'site/draft.tmp'), 'still not');
    const same = synth({ exclude: ['*.tmp'] });
    writeFileSync(join(folder, 'site/new.html'), 'new');
    const after = synth({ exclude: ['*.tmp'] });
    rmSync(join(folder, 'site/new.html'));
    const digests = [before, same, after].map(
      ({ images }) => images[0]?.platforms[0]?.definition.digest,
    );

    expect(same.locals).toEqual(before.locals);
    expect(after.locals).not.toEqual(before.locals);
    expect(new Set(digests).size).toBe(2);
  });

  test('are one input for two constructs that mean the same', () => {
    const app = new App();
    const make = (id: string, props: Partial<LocalFilesProps> = {}) =>
      new ArtifactImage(app, `${id}-image`, new LocalFiles(app, id, { path: 'site', ...props }));
    make('a');
    make('b', { mode: 0o600 });
    make('c', { exclude: ['*.tmp'] });

    expect(Object.keys(app.assemble(EMPTY_LOCK).locals)).toHaveLength(2);
  });

  test('are read again for each synth of one app', () => {
    const app = new App();
    const before = synth({}, app);
    writeFileSync(join(folder, 'site/draft.tmp'), 'other');

    expect(app.assemble(EMPTY_LOCK).locals).not.toEqual(before.locals);
  });

  test('have a path in the manifest from where the assembly lies', () => {
    const { locals } = synth({});
    const paths = (parent: string) =>
      Object.values(placeLocals(locals, parent)).map((input) => Object(input).path);

    expect(paths(folder)).toEqual(['site']);
    expect(paths(root)).toEqual(['app/site']);
    expect(paths(join(folder, 'build/out'))).toEqual(['../../site']);
    expect(paths(join(folder, 'site'))).toEqual(['.']);
  });
});

describe('files that cannot be taken', () => {
  test.each<[string, Partial<LocalFilesProps>, string, string]>([
    ['an absolute path', { path: '/etc' }, 'E_PROPERTY', 'path'],
    ['a path outside', { path: '../outside' }, 'E_PROPERTY', 'path'],
    ['a path outside, further in', { path: 'site/../../outside' }, 'E_PROPERTY', 'path'],
    ['the folder of the app', { path: '.' }, 'E_PROPERTY', 'path'],
    ['a path that ends early', { path: 'site\0' }, 'E_PROPERTY', 'path'],
    ['nothing there', { path: 'sites' }, 'E_LOCAL_FILES', 'nothing is there'],
    ['a file as a folder', { path: 'site/run/x' }, 'E_LOCAL_FILES', 'cannot be opened'],
    ['a folder behind a link out', { path: 'up/outside' }, 'E_LOCAL_FILES', 'leads out'],
    ['a link to the folder above', { path: 'up' }, 'E_LOCAL_FILES', 'leads out'],
    ['a link out in it', { path: 'linked' }, 'E_LOCAL_FILES', '"secret" is a link out'],
    ['a link out as the file', { path: 'linked/secret' }, 'E_LOCAL_FILES', 'leads out'],
    ['no file in it', { path: 'empty' }, 'E_FILE_PATTERN', 'no file is left'],
    ['a pattern for nothing', { include: ['img', '*.htm'] }, 'E_FILE_PATTERN', 'matches "*.htm"'],
    ['nothing left', { exclude: ['**'] }, 'E_FILE_PATTERN', 'no file is left'],
    ['a pattern that is none', { exclude: ['a['] }, 'E_FILE_PATTERN', '"a[" cannot be read'],
    ['an empty pattern', { include: [''] }, 'E_PROPERTY', 'include[0]'],
    ['parts of a file', { path: 'site/run', include: ['x'] }, 'E_FILE_PATTERN', 'one file'],
    ['a user by name', { owner: 'me:me' }, 'E_PROPERTY', 'owner'],
  ])('%s: at the line of the construct', (_what, props, code, says) => {
    expect(errorsOf(() => synth(props))).toMatchObject([
      {
        code,
        message: expect.stringContaining(says),
        details: {
          constructPath: 'files',
          source: { file: expect.stringMatching(/local-files\.test\.ts$/) },
        },
      },
    ]);
  });

  test('are taken without what is in the way', () => {
    writeFileSync(join(folder, 'linked/plain'), '');

    expect(errorsOf(() => synth({ path: 'linked', exclude: ['secret'] }))).toEqual([]);
  });
});

describeWith(['engine'], 'files of the app, built', ({ engine }) => {
  const built = (props: Partial<LocalFilesProps>) =>
    filesOf(engine.address, (app) => new LocalFiles(app, 'files', { path: 'site', ...props }), {
      folder,
    });

  test('have one date, and modes that no checkout makes', async () => {
    expect(await built({ exclude: ['*.tmp'] })).toEqual({
      '/home.html': 'symlink 777 0:0 1980-01-01 index.html',
      '/img': 'dir 755 0:0',
      '/img/logo.svg': 'file 644 0:0 1980-01-01 <svg/>',
      '/index.html': 'file 644 0:0 1980-01-01 hello',
      '/run': 'file 755 0:0 1980-01-01 #!/bin/sh',
    });
  });

  test('have the mode and the owner that are said', async () => {
    const props = { include: ['img', 'run'], mode: 0o440, owner: '65532:0' };

    expect(await built(props)).toEqual({
      '/img': 'dir 550 65532:0',
      '/img/logo.svg': 'file 440 65532:0 1980-01-01 <svg/>',
      '/run': 'file 550 65532:0 1980-01-01 #!/bin/sh',
    });
  });

  test('may be one file, whatever its name is, or a folder by a link', async () => {
    expect(await built({ path: 'a [1]*.conf' })).toEqual({
      '/a [1]*.conf': 'file 644 0:0 1980-01-01 odd',
    });
    expect(Object.keys(await built({ path: 'alias/img' }))).toEqual(['/logo.svg']);
  });

  test('that change between synth and build are refused', async () => {
    const app = new App();
    const files = new LocalFiles(app, 'files', { path: 'site' });
    const changing = {
      lower: (target: Parameters<LocalFiles['lower']>[0]) => {
        const state = files.lower(target);
        writeFileSync(join(folder, 'site/draft.tmp'), `${process.hrtime.bigint()}`);
        return state;
      },
    };
    const building = filesOf(engine.address, () => changing, { folder });

    await expect(building).rejects.toMatchObject({
      code: 'E_LOCAL_CHANGED',
      message: expect.stringContaining('"site"'),
    });
  });
});
