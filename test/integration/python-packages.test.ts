import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { debianMirror } from '../support/debian-mirror';
import { ELF_MACHINE, elfMachine } from '../support/elf';
import { describeWith } from '../support/engine';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { type PackageIndex, servePackageIndex } from '../support/package-index';
import { temporaryFolder } from '../support/temporary-folder';
import { type MadeWheel, sha256Of, wheelName } from '../support/wheels';

jest.setTimeout(600_000);

const PYTHON = '3.13';
const LIBRARY = `usr/local/lib/python${PYTHON}/dist-packages`;

/** A program with a script, and what it needs. */
const SHOP: MadeWheel = {
  name: 'shop',
  files: {
    'shop.py':
      'import greet, platform\ndef main(): print(greet.VERSION, platform.python_version())\n',
  },
  metadata: ['Requires-Dist: greet', 'Requires-Dist: nobody; python_version < "3"'],
  entryPoints: '[console_scripts]\nshop = shop:main\n',
};
const GREET: MadeWheel = { name: 'greet', version: '1.0+ours' };

/** Wheels that must not be installed, and what is told. */
const BAD: readonly [string, readonly MadeWheel[], string][] = [
  ['a name that leads elsewhere', [{ name: 'evil', files: { '../evil': 'x' } }], "'../evil' leads"],
  [
    'an absolute name',
    [{ name: 'root', files: { '/etc/evil': 'x' } }],
    "the name '/etc/evil' leads elsewhere",
  ],
  [
    'a script in another folder',
    [{ name: 'script', entryPoints: '[console_scripts]\n../x = a:b\n' }],
    "'../x' has no name of a file",
  ],
  [
    'a file that another wheel has otherwise',
    [
      { name: 'one', files: { 'same.py': '1\n' } },
      { name: 'two', files: { 'same.py': '2\n' } },
    ],
    'same.py is there already, with another content',
  ],
  [
    'a package that is not locked',
    [{ name: 'needy', metadata: ['Requires-Dist: absent>=2'] }],
    'needs absent, which is not locked',
  ],
  ['another Python', [{ name: 'old', metadata: ['Requires-Python: <3.10'] }], 'needs Python <3.10'],
];

/** Wheels of a package with a part in C, as its authors published them; or why there are none. */
function publishedWheels(): Map<string, Buffer> | string {
  const lock = readFileSync(resolve(__dirname, '../fixtures/python/pylock.toml'), 'utf8');
  const urls = [...lock.matchAll(/"(https:[^"]*markupsafe[^"]*-cp313-cp313-manylinux[^"]*)"/g)]
    .map(([, url = '']) => url)
    .filter((url) => /_(?:x86_64|aarch64)\.whl$/.test(url));
  const folder = temporaryFolder('published');
  const fetched = urls.map((url) => {
    const name = url.slice(url.lastIndexOf('/') + 1);
    const get =
      'fetch(process.argv[1]).then(async (a) => { if (!a.ok) process.exit(1); require("node:fs").writeFileSync(process.argv[2], Buffer.from(await a.arrayBuffer())); }, () => process.exit(1))';
    const args = ['-e', get, url, join(folder, name)];
    const { status } = spawnSync(process.execPath, args, { timeout: 60_000 });
    return status === 0 ? ([name, readFileSync(join(folder, name))] as const) : url;
  });
  const missing = fetched.find((one) => typeof one === 'string');
  if (typeof missing === 'string') return `${missing} cannot be fetched`;
  return new Map(fetched.filter((one) => typeof one !== 'string'));
}

const mirror = debianMirror();
const published = typeof mirror === 'string' ? mirror : publishedWheels();
if (typeof published === 'string') {
  process.stderr.write(`skipped: packages of Python: ${published}\n`);
}

describeWith(['engine'], 'packages of Python', ({ engine }) => {
  if (typeof mirror === 'string' || typeof published === 'string') {
    test.skip(`needs Debian and the public index: ${published}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  const snapshot = snapshotNow();
  let index: PackageIndex;
  const env = () => ({
    ...mirror.env,
    BUILDKIT_HOST: engine.address,
    HOME: process.env.HOME ?? '/',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_INDEX_URL: index.url,
  });
  const synth = (folder: string, ...args: string[]) =>
    installed.synth(folder, args, { env: env() });
  const succeed = async (folder: string, ...args: string[]) => {
    const { code, stderr } = await synth(folder, ...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  };

  /** A line of requirements.txt for a wheel of the index. */
  const pin = (wheel: MadeWheel) => {
    const sum = sha256Of(index.contents.get(wheelName(wheel)) ?? Buffer.alloc(0));
    return `${wheel.name}==${wheel.version ?? '1.0'} --hash=sha256:${sum}\n`;
  };
  const project = (requirements: string) =>
    installed.project({
      'app.js': `
        const { App, DebianBase, LocalFiles, PythonPackages, RuntimeImage } = require('buildkit-cdk');
        const app = new App();
        const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshot}' });
        const source = new LocalFiles(app, 'source', { path: 'source' });
        const packages = new PythonPackages(app, 'packages', { source, base: debian });
        new RuntimeImage(app, 'shop', {
          base: debian.runtime({ packages: ['python${PYTHON}'], exclude: ['dpkg'] }),
          platforms: ['linux/amd64', 'linux/arm64'],
          files: [packages.at('/usr/local')],
          entrypoint: ['/usr/local/bin/shop'],
          waivers: { healthcheck: 'it says what it is and ends' },
        });
        app.synth();`,
      'source/requirements.txt': requirements,
    });

  beforeAll(async () => {
    const bad = BAD.flatMap(([, wheels]) => wheels);
    const projects = [SHOP, GREET, ...bad].map((wheel) => [wheel.name, [wheel]] as const);
    index = await servePackageIndex(Object.fromEntries(projects));
    for (const [name, content] of published) index.contents.set(name, content);
  });
  afterAll(() => index?.close());

  describe('that are locked by a requirements.txt', () => {
    let folder = '';
    beforeAll(async () => {
      const direct = [...published].map(([name, content]) => {
        const machine = /_(x86_64|aarch64)\.whl$/.exec(name)?.[1];
        const url = index.fileUrl(name);
        return `markupsafe @ ${url} ; platform_machine == "${machine}" --hash=sha256:${sha256Of(content)}\n`;
      });
      folder = project([pin(SHOP), pin(GREET), ...direct].join(''));
      await succeed(folder, 'lock');
      await succeed(folder, 'build', '--output', 'type=tar,dest=out.tar');
    });

    const tree = (platform: string) => {
      const root = join(folder, `root-${platform}`);
      mkdirSync(root, { recursive: true });
      const inside = `linux_${platform}`;
      const args = ['-xf', join(folder, 'out.tar'), '-C', root, '--strip-components=1', inside];
      execFileSync('tar', args);
      return root;
    };

    test.each(['amd64', 'arm64'])(
      'are those of %s, with one date, open to everybody, and without byte-code',
      (platform) => {
        const root = tree(platform);
        const listed = execFileSync('tar', ['-tvf', join(folder, 'out.tar'), '--numeric-owner'], {
          encoding: 'utf8',
          env: { ...process.env, TZ: 'UTC' },
        });
        const lines = listed
          .split('\n')
          .filter((line) => line.includes(` linux_${platform}/usr/local/`));
        const machine = { amd64: 'x86_64', arm64: 'aarch64' }[platform];
        const compiled = `markupsafe/_speedups.cpython-313-${machine}-linux-gnu.so`;

        expect(elfMachine(join(root, LIBRARY, compiled))).toBe(ELF_MACHINE[platform]);
        expect(
          lines.filter((line) => !/^(?:drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) 0\/0 /.test(line)),
        ).toEqual([]);
        expect(lines.filter((line) => /__pycache__|\.pyc$/.test(line))).toEqual([]);
        expect(new Set(lines.map((line) => line.split(/\s+/)[3])).size).toBe(1);
        const script = readFileSync(join(root, 'usr/local/bin/shop'), 'utf8');
        expect(script.split('\n')[0]).toBe(`#!/usr/bin/python${PYTHON}`);
        const record = readFileSync(join(root, LIBRARY, 'shop-1.0.dist-info/RECORD'), 'utf8');
        expect(record).toContain('../../../bin/shop,sha256=');
        const installer = join(root, LIBRARY, 'greet-1.0+ours.dist-info/INSTALLER');
        expect(readFileSync(installer, 'utf8')).toBe('installer\n');
      },
    );

    const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
    test(`are found by the Python of the image, and their scripts start: ${own}`, () => {
      const root = tree(own);
      const run = (...args: string[]) =>
        spawnSync('chroot', [root, ...args], {
          encoding: 'utf8',
          env: { LANG: 'C', PATH: process.env.PATH },
        });
      const { error, stderr, stdout } = run('/usr/local/bin/shop');

      expect({ error, stderr }).toEqual({ error: undefined, stderr: '' });
      expect(stdout).toMatch(/^1\.0\+ours 3\.13\.\d+\n$/);
      const compiled = 'from markupsafe import _speedups, escape; print(escape("<a>"))';
      expect(run(`/usr/bin/python${PYTHON}`, '-c', compiled).stdout).toBe('&lt;a&gt;\n');
    });

    test('are told in the bill of materials', async () => {
      const { code, stdout } = await synth(folder, 'sbom', '--platform', 'linux/arm64');

      expect(code).toBe(0);
      expect(stdout).toContain('pkg:pypi/shop@1.0');
      expect(stdout).toContain('pkg:pypi/greet@1.0+ours');
      expect(stdout).toContain('pkg:pypi/markupsafe@3.0.4');
    });

    test('are the same, installed twice', async () => {
      const build = async (name: string, ...more: string[]) => {
        await succeed(folder, 'build', ...more, '--output', `type=oci,dest=${name}`);
        const text = execFileSync('tar', ['-xOf', join(folder, name), 'index.json']);
        return JSON.parse(text.toString('utf8')).manifests.map(
          ({ digest }: { digest: string }) => digest,
        );
      };
      const first = await build('1.tar');

      expect(await build('2.tar', '--no-cache')).toEqual(first);
      expect(first).toHaveLength(1);
    });
  });

  test.each(BAD)('with %s are not installed', async (_what, wheels, message) => {
    const folder = project(wheels.map(pin).join(''));
    await succeed(folder, 'lock');
    const args = ['build', '--platform', 'linux/amd64', '--output', 'type=local,dest=out'];
    const { code, stderr } = await synth(folder, ...args);

    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  test('that were altered since they were locked are not installed', async () => {
    const folder = project(pin(GREET));
    await succeed(folder, 'lock');
    // A daemon that has them by their hash does not fetch them again.
    const lock = join(folder, 'synth.lock.json');
    const text = readFileSync(lock, 'utf8');
    const sum = sha256Of(index.contents.get(wheelName(GREET)) ?? Buffer.alloc(0));
    writeFileSync(lock, text.replaceAll(sum, 'a'.repeat(64)));
    const { code, stderr } = await synth(
      folder,
      ...['build', '--platform', 'linux/amd64', '--output', 'type=local,dest=out'],
    );

    expect(code).toBe(1);
    expect(stderr).toMatch(/digest mismatch|differs from what is locked/);
  });
});
