import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  Archive,
  type ArchiveProps,
  DebianBase,
  HttpFile,
  type IArtifact,
  InlineFile,
  LocalFiles,
} from '../../../constructs';
import { archiveFormat } from '../../../constructs/source/archive-format';
import { decodeOp } from '../../../lib/llb';
import { ArtifactImage, filesOf } from '../../support/artifact-image';
import { describeWith } from '../../support/engine';
import { madeUpLock } from '../../support/made-up-lock';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('archive');
process.env.SYNTH_FOLDER = folder;

mkdirSync(join(folder, 'tree/hello-1.0/bin'), { recursive: true });
writeFileSync(join(folder, 'tree/hello-1.0/bin/hello'), 'hello');
chmodSync(join(folder, 'tree/hello-1.0/bin/hello'), 0o755);
writeFileSync(join(folder, 'tree/hello-1.0/.hidden'), 'dot');
symlinkSync('bin/hello', join(folder, 'tree/hello-1.0/hello'));
writeFileSync(join(folder, 'tree/README'), 'at the top');
const tar = (name: string, ...options: readonly string[]) =>
  execFileSync('tar', [
    ...['--create', '--file', join(folder, name), '--owner=1000', '--group=1000', '--sort=name'],
    ...['-C', join(folder, 'tree'), ...options, 'README', 'hello-1.0'],
  ]);

const HASH = 'a'.repeat(64);
const http = (app: App, name = 'x.tar.gz') =>
  new HttpFile(app, 'file', { url: `https://example.org/${name}`, sha256: HASH });

function opsOf(make: (app: App) => IArtifact) {
  const app = new App();
  new ArtifactImage(app, 'image', make(app));
  const { images } = app.assemble(madeUpLock(app));
  return images[0]?.platforms[0]?.definition.ops.flatMap(({ bytes }) => decodeOp(bytes).body ?? []);
}

describe('an archive', () => {
  test.each([
    ['x.tar', 'tar'],
    ['x-1.2.tar.gz', 'tar.gz'],
    ['x.tgz', 'tar.gz'],
    ['x.tar.bz2', 'tar.bz2'],
    ['x.tar.zst', 'tar.zst'],
    ['x.txz', 'tar.xz'],
    ['x.zip', 'zip'],
    ['x_1_amd64.deb', 'deb'],
    ['x.gz', undefined],
    ['tar', undefined],
    ['x.constructor', undefined],
  ])('of the name %s is %s', (name, format) => {
    expect(archiveFormat(name)).toBe(format);
  });

  test('that BuildKit opens is one change of files', () => {
    const ops = opsOf((app) => new Archive(app, 'archive', { file: http(app), strip: 1 }));
    const [source, file] = ops ?? [];

    expect(source).toMatchObject({ kind: 'source', identifier: 'https://example.org/x.tar.gz' });
    expect(file).toMatchObject({ kind: 'file' });
    const actions = file?.kind === 'file' ? file.actions.map(({ action }) => action) : [];
    expect(actions.filter((one) => Object(one).attemptUnpackDockerCompatibility)).toHaveLength(1);
    expect(actions.at(-1)).toMatchObject({ src: '/*/*', dest: '/', allowWildcard: true });
  });

  test.each(['x.tar.xz', 'x.zip', 'x.deb'])('%s is opened by an exec without network', (name) => {
    const ops = opsOf((app) => {
      const tools = new DebianBase(app, 'debian', {
        suite: 'trixie',
        snapshot: '20261101T000000Z',
      });
      return new Archive(app, 'archive', { file: http(app, name), tools });
    });

    expect(ops?.find(({ kind }) => kind === 'exec')).toMatchObject({
      network: 2,
      meta: { args: expect.arrayContaining([archiveFormat(name)]) },
    });
  });

  test.each<[string, (app: App) => Partial<ArchiveProps>, string]>([
    ['without an ending', (app) => ({ file: http(app, 'x') }), 'E_ARCHIVE'],
    ['of an unknown format', (app) => ({ file: http(app, 'x.7z') }), 'E_ARCHIVE'],
    ['that needs a Debian', (app) => ({ file: http(app, 'x.zip') }), 'E_ARCHIVE'],
    ['that is text', () => ({ file: Object('x.tar') }), 'E_PROPERTY'],
    ['with folders less than none', (app) => ({ file: http(app), strip: -1 }), 'E_PROPERTY'],
    ['said to be another', (app) => ({ file: http(app), format: Object('rar') }), 'E_PROPERTY'],
  ])('%s is refused at its line', (_what, props, code) => {
    const app = new App();
    const archive = new Archive(app, 'archive', { file: http(app, 'y.tar'), ...props(new App()) });

    expect(archive.check()).toMatchObject([
      { code, details: { constructPath: 'archive', source: { file: expect.any(String) } } },
    ]);
  });
});

const PROGRAMS: Readonly<Record<string, string>> = { bz2: 'bzip2', zst: 'zstd' };

describeWith(['engine'], 'an archive, built', ({ engine }) => {
  const built = (name: string, props: Partial<ArchiveProps> = {}) =>
    filesOf(
      engine.address,
      (app) => {
        const file = new LocalFiles(app, 'files', { path: name }).file(name);
        return new Archive(app, 'archive', { file, ...props });
      },
      { folder },
    );
  const HELLO = {
    '/.hidden': 'file 644 0:0 1980-01-01 dot',
    '/bin': 'dir 755 0:0',
    '/bin/hello': 'file 755 0:0 1980-01-01 hello',
    '/hello': 'symlink 777 0:0 1980-01-01 bin/hello',
  };

  test.each(['tar', 'tar.gz', 'tar.bz2', 'tar.zst'])('is what %s holds', async (format) => {
    const program = PROGRAMS[format.slice(4)];
    if (program !== undefined && spawnSync(program, ['--version']).error !== undefined) {
      process.stderr.write(`skipped: ${format} needs the program ${program}\n`);
      return;
    }
    const compress = format === 'tar.gz' ? 'gzip' : program;
    tar(`x.${format}`, ...(compress === undefined ? [] : [`--use-compress-program=${compress}`]));
    const whole = await built(`x.${format}`);

    expect(whole).toMatchObject({
      '/README': 'file 644 0:0 1980-01-01 at the top',
      '/hello-1.0/bin/hello': HELLO['/bin/hello'],
    });
    expect(Object.keys(whole)).toHaveLength(6);
    expect(await built(`x.${format}`, { strip: 1 })).toEqual(HELLO);
  });

  test('gives single members', async () => {
    tar('x.tar');
    const files = await filesOf(
      engine.address,
      (app) => {
        const file = new LocalFiles(app, 'files', { path: 'x.tar' }).file('x.tar');
        const archive = new Archive(app, 'archive', { file, strip: 1 });
        return archive.file('hello').at('/usr/bin/hello', { mode: 0o555 });
      },
      { folder },
    );

    expect(files).toMatchObject({ '/usr/bin/hello': 'file 555 0:0 1980-01-01 hello' });
  });

  test('is refused where it is none, whatever its name says', async () => {
    writeFileSync(join(folder, 'page.tar.gz'), '<html>not found</html>');

    await expect(built('page.tar.gz')).rejects.toMatchObject({
      code: 'E_SOLVE',
      message: expect.stringMatching(/"unpack page\.tar\.gz" failed: .*no-tar-archive/),
    });
  });

  test('is refused where nothing is left of it', async () => {
    tar('x.tar');

    await expect(built('x.tar', { strip: 5 })).rejects.toMatchObject({ code: 'E_SOLVE' });
  });

  test('that wants to be unpacked outside of its place is not', async () => {
    const evil = (path: string, link = '') => {
      // ustar: name, mode, owner, size, date, sum, type, target.
      const header = Buffer.alloc(512);
      const put = (at: number, text: string) => header.write(text, at, 'latin1');
      put(0, path);
      put(100, '0000644\0' + '0000000\0' + '0000000\0' + '00000000002\0' + '00000000000\0');
      put(148, ' '.repeat(8));
      put(156, link === '' ? '0' : '2');
      put(157, link);
      put(257, 'ustar\x0000');
      if (link !== '') put(124, '00000000000\0');
      const sum = header.reduce((total, byte) => total + byte, 0);
      put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
      const body = Buffer.alloc(512);
      if (link === '') body.write('hi');
      return Buffer.concat(link === '' ? [header, body] : [header]);
    };
    const write = (name: string, ...entries: readonly Buffer[]) =>
      writeFileSync(join(folder, name), Buffer.concat([...entries, Buffer.alloc(1024)]));
    write('up.tar', evil('../../escaped'), evil('plain'));
    write('absolute.tar', evil('/etc/absolute'), evil('plain'));
    write('through.tar', evil('way', '/etc'), evil('way/through'), evil('plain'));

    for (const name of ['up.tar', 'absolute.tar', 'through.tar']) {
      const files = await built(name).catch((error: unknown) => error);
      // Refused by the daemon, or kept within the artifact.
      if (files instanceof Error) continue;
      expect(files).toMatchObject({ '/plain': expect.stringContaining(' hi') });
      expect(Object.keys(Object(files))).not.toContain('/etc/passwd');
    }
    expect(() => readFileSync('/etc/through')).toThrow();
  });

  test('is the same for an inline file, as any artifact', async () => {
    const bytes = execFileSync('tar', ['-c', '-C', join(folder, 'tree'), 'README']);
    const files = await filesOf(engine.address, (app) => {
      const file = InlineFile.bytes(bytes).at('/x.tar').file('x.tar');
      return new Archive(app, 'archive', { file });
    });

    expect(files).toEqual({ '/README': 'file 644 0:0 1980-01-01 at the top' });
  });
});
