import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from '../support/debian-package';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();

jest.setTimeout(60_000);

describeWith(['engine'], 'a file out of a Debian package', ({ engine }) => {
  const folder = installed.project(L1_PROJECT);
  const packages = temporaryFolder('packages');
  const built = buildPackage(packages, {
    name: 'tool',
    version: '1.0',
    architecture: 'amd64',
    files: { 'usr/bin/tool': { content: 'the tool\n', mode: 0o755 } },
  });
  const content = readFileSync(built.file);
  const cache = join(folder, 'cache');

  const build = (mirror: string) =>
    installed.synth(folder, ['build', '--platform', 'linux/amd64', '--output', 'unpacked'], {
      env: {
        BUILDKIT_HOST: engine.address,
        XDG_CACHE_HOME: cache,
        SYNTH_DEBIAN_MIRROR: mirror,
        TEST_IMAGES: 'unpacked',
        TEST_URL: 'https://snapshot.debian.org/archive/debian/20261101T000000Z/pool/tool.deb',
        TEST_PATH: 'pool/tool.deb',
        TEST_SIZE: String(built.size),
        TEST_SHA256: built.sha256,
      },
    });

  /** The one file of that name below the cache folder. */
  const cached = (name: string) => {
    const paths = readdirSync(cache, { recursive: true, encoding: 'utf8' });
    const [found = ''] = paths.filter((path) => path.endsWith(`/${name}`));
    return join(cache, found);
  };

  test('is fetched, unpacked and sent; once, until its copy is damaged', async () => {
    const requests: string[] = [];
    const server = await listenOnLoopback(({ url = '' }, response) => {
      requests.push(url);
      response.end(content);
    });
    try {
      expect(await build(`${server.url}/debian`)).toMatchObject({ code: 0 });
      const tool = join(folder, 'unpacked/tool');
      expect(readFileSync(tool, 'utf8')).toBe('the tool\n');
      expect(statSync(tool).mode & 0o777).toBe(0o755);
      expect(requests).toEqual(['/debian/pool/tool.deb']);

      expect(await build(`${server.url}/debian`)).toMatchObject({ code: 0 });
      writeFileSync(cached('tool'), 'another tool\n');
      expect(await build(`${server.url}/debian`)).toMatchObject({ code: 0 });
      expect(readFileSync(tool, 'utf8')).toBe('the tool\n');
      // The package itself is kept as well.
      expect(requests).toHaveLength(1);

      writeFileSync(cached('tool'), 'another tool\n');
      writeFileSync(cached(built.sha256), 'damaged');
      expect(await build(`${server.url}/debian`)).toMatchObject({ code: 0 });
      expect(readFileSync(tool, 'utf8')).toBe('the tool\n');
      expect(requests).toHaveLength(2);
    } finally {
      await server.close();
    }
  });
});

describeWith(['engine'], 'Debian files', ({ engine }) => {
  const folder = installed.project(L1_PROJECT);
  const content = Buffer.from('the bytes of a package\n');
  const sha256 = createHash('sha256').update(content).digest('hex');

  const build = (
    mirrors: readonly string[],
    size = content.length,
    { file = content, noCache = true } = {},
  ) =>
    installed.synth(
      folder,
      [
        'build',
        ...(noCache ? ['--no-cache'] : []),
        '--platform',
        'linux/amd64',
        '--output',
        'fetched',
        ...mirrors.flatMap((mirror) => ['--mirror', mirror]),
      ],
      {
        env: {
          BUILDKIT_HOST: engine.address,
          TEST_IMAGES: 'fetched',
          // Nothing answers at this port: it stands for the snapshot archive being out of reach.
          TEST_URL: 'http://127.0.0.1:9/archive/debian/20261101T000000Z/pool/x.deb',
          TEST_PATH: 'pool/x.deb',
          TEST_SIZE: String(size),
          TEST_SHA256: createHash('sha256').update(file).digest('hex'),
        },
      },
    );

  test('come from the mirror that is named, without asking the snapshot archive', async () => {
    const server = await listenOnLoopback((_request, response) => void response.end(content));
    const { code, stderr } = await build([`${server.url}/debian`]);
    await server.close();

    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'fetched/x.deb'))).toEqual(content);
    expect(stderr).not.toContain('stands in');
  });

  test('come from the next mirror when one is down, and the user is told', async () => {
    const server = await listenOnLoopback((_request, response) => void response.end(content));
    const { code, stderr } = await build(['http://127.0.0.1:9/debian', `${server.url}/debian`]);
    await server.close();

    expect(code).toBe(0);
    expect(stderr).toContain(
      `${server.url}/debian stands in for the snapshot archive: 1 of 1 files\n`,
    );
    // What was mended is no error.
    expect(stderr).not.toMatch(/ERROR|CANCELED/);
  });

  test('come from the next mirror when one has them no more, but for the page that says so', async () => {
    const gone = await listenOnLoopback((_request, response) => {
      response.statusCode = 404;
      response.end('no such file');
    });
    const server = await listenOnLoopback((_request, response) => void response.end(content));
    const { code, stderr } = await build([`${gone.url}/debian`, `${server.url}/debian`]);
    await gone.close();
    await server.close();

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain(`${server.url}/debian stands in`);
    expect(stderr).not.toContain('digest mismatch');
  });

  test('are told once while another build fetches them from another server', async () => {
    const file = Buffer.from(`package ${process.pid} ${Date.now()}\n`);
    let asked = () => {};
    const isAsked = new Promise<void>((done) => {
      asked = done;
    });
    const slow = await listenOnLoopback((_request, response) => {
      asked();
      setTimeout(() => response.end(file), 2_000);
    });
    const other = await listenOnLoopback((_request, response) => void response.end(file));
    const fetched = { file, noCache: false };
    const first = build([`${slow.url}/debian`], file.length, fetched);
    await isAsked;
    const second = await build([`${other.url}/debian`], file.length, fetched);
    expect((await first).code).toBe(0);
    await slow.close();
    await other.close();

    expect(second.code).toBe(0);
    expect(second.stderr).toContain(`${other.url}/debian/pool/x.deb`);
    expect(second.stderr).not.toContain(slow.url);
  });

  test('fail the build when no server has them', async () => {
    const { code, stderr } = await build(['http://127.0.0.1:9/debian']);

    expect(code).toBe(1);
    expect(stderr).toContain('1 of 1 locked Debian files can be fetched from nowhere');
  });

  test('fail the build when a mirror serves other bytes than the locked ones', async () => {
    const server = await listenOnLoopback(
      (_request, response) => void response.end('THE bytes of a package\n'),
    );
    const { code, stderr } = await build([`${server.url}/debian`]);
    await server.close();

    expect(code).toBe(1);
    expect(stderr).toContain(
      `error E_HTTP_HASH  ${server.url}/debian/pool/x.deb differs from what is locked\n`,
    );
    expect(stderr).toContain(`expected  sha256:${sha256}\n`);
  });
});
