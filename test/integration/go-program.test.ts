import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readGoProxies } from '../../lib/environment/go-proxies';
import { debianMirror } from '../support/debian-mirror';
import { ELF_MACHINE, elfMachine } from '../support/elf';
import { describeWith } from '../support/engine';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(600_000);

const FIXTURE = resolve(__dirname, '../fixtures/go-program');
const FILES = ['main.go', 'go.mod', 'go.sum'];

/** Why no modules can be fetched here, or undefined. */
function whyNoModules(): string | undefined {
  const [server] = readGoProxies(process.env).servers;
  if (server === undefined) return 'GOPROXY names no proxy';
  const ask =
    'fetch(process.argv[1]).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))';
  const url = `${server.url}/rsc.io/quote/@v/v1.5.2.mod`;
  const { status } = spawnSync(process.execPath, ['-e', ask, url], { timeout: 30_000 });
  return status === 0 ? undefined : `${url} cannot be fetched`;
}

const mirror = debianMirror();
const missing = typeof mirror === 'string' ? mirror : whyNoModules();
if (missing !== undefined) process.stderr.write(`skipped: a program of Go: ${missing}\n`);

describeWith(['engine'], 'a program of Go', ({ engine }) => {
  if (missing !== undefined || typeof mirror === 'string') {
    test.skip(`needs Debian and modules: ${missing}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  const env = {
    ...mirror.env,
    BUILDKIT_HOST: engine.address,
    HOME: process.env.HOME ?? '/',
    ...Object.fromEntries(
      ['GOPROXY', 'HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS'].flatMap((name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
  let folder = '';
  const synth = async (...args: string[]) => {
    const { code, stderr } = await installed.synth(folder, args, { env });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  };
  const program = (platform: string) => {
    const root = join(folder, `root-${platform}`);
    mkdirSync(root, { recursive: true });
    const inside = `linux_${platform}/usr/local/bin/proverb`;
    execFileSync('tar', ['-xf', join(folder, 'out.tar'), '-C', root, inside]);
    return join(root, inside);
  };

  beforeAll(async () => {
    folder = installed.project({
      'app.js': `
        const { App, DebianBase, GoModules, GoProgram, LocalFiles, RuntimeImage } = require('buildkit-cdk');
        const app = new App();
        const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
        const source = new LocalFiles(app, 'source', { path: 'proverb-source' });
        const modules = new GoModules(app, 'modules', { source });
        const proverb = new GoProgram(app, 'program', {
          modules, base: debian, name: 'proverb', ldflags: ['-s', '-w', '-X', 'main.title=a proverb'],
        });
        new RuntimeImage(app, 'proverb', {
          base: debian.runtime(),
          platforms: ['linux/amd64', 'linux/arm64'],
          files: [proverb.at('/usr/local/bin')],
          entrypoint: ['/usr/local/bin/proverb'],
          waivers: { healthcheck: 'it says its proverb and ends' },
        });
        app.synth();`,
      ...Object.fromEntries(
        FILES.map((name) => [`proverb-source/${name}`, readFileSync(join(FIXTURE, name), 'utf8')]),
      ),
    });
    await synth('lock');
    await synth('build', '--output', 'type=tar,dest=out.tar');
  });

  test('has a lock that names what go.sum does', () => {
    const { files, sets } = JSON.parse(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).go;
    const sums = readFileSync(join(FIXTURE, 'go.sum'), 'utf8').trim().split('\n');

    expect(Object.keys(files).sort()).toEqual(
      sums.map((line) => line.replace(/^(\S+) (\S+) .*/, '$1@$2')).sort(),
    );
    for (const line of sums) {
      const [path = '', version = '', h1] = line.split(' ');
      expect(files[`${path}@${version}`].h1).toBe(h1);
    }
    expect(Object.values(sets)).toMatchObject([{ module: 'example.org/proverb', go: '1.24' }]);
  });

  test.each(['amd64', 'arm64'])(
    'is one of %s, static, dated, and open to everybody',
    (platform) => {
      const file = program(platform);
      const listed = execFileSync('tar', ['-tvf', join(folder, 'out.tar'), '--numeric-owner'], {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      });

      expect(elfMachine(file)).toBe(ELF_MACHINE[platform]);
      // A program with an interpreter names it.
      expect(readFileSync(file).includes('/ld-linux')).toBe(false);
      expect(listed).toMatch(
        new RegExp(`^-rwxr-xr-x 0/0 .* linux_${platform}/usr/local/bin/proverb$`, 'm'),
      );
    },
  );

  const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
  test(`starts: that of ${own}`, () => {
    const said = execFileSync(program(own), { encoding: 'utf8', env: { LANG: 'C' } });

    expect(said).toBe(
      `a proverb linux ${own}\nDon't communicate by sharing memory, share memory by communicating.\n`,
    );
  });

  test('is the same, compiled twice', async () => {
    const build = (name: string) =>
      synth('build', '--platform', `linux/${own}`, '--output', `type=oci,dest=${name}`);
    const digests = (name: string) =>
      JSON.parse(
        execFileSync('tar', ['-xOf', join(folder, name), 'index.json'], { encoding: 'utf8' }),
      ).manifests.map(({ digest }: { digest: string }) => digest);
    await build('1.tar');
    // Another command, so that it runs again, in another order.
    const app = join(folder, 'app.js');
    const text = readFileSync(app, 'utf8');
    writeFileSync(app, text.replace('ldflags:', "flags: ['-p=1'], ldflags:"));
    await build('2.tar');
    writeFileSync(app, text);

    expect(digests('1.tar')).toEqual(digests('2.tar'));
    expect(digests('1.tar')).toHaveLength(1);
  });

  test('is not compiled where a source asks for a module that go.sum has not', async () => {
    const source = join(folder, 'proverb-source/main.go');
    const text = readFileSync(source, 'utf8');
    writeFileSync(source, text.replace('"rsc.io/quote"', '"rsc.io/quote"\n\t_ "rsc.io/pdf"'));
    const { code, stderr } = await installed.synth(
      folder,
      ['build', '--platform', `linux/${own}`, '--output', 'type=tar,dest=x.tar'],
      { env },
    );
    writeFileSync(source, text);

    expect(code).toBe(1);
    expect(stderr).toContain('cannot find module providing package rsc.io/pdf');
  });
});
