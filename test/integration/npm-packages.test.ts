import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianMirror } from '../support/debian-mirror';
import { describeWith } from '../support/engine';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import {
  integrityOf,
  lockEntry,
  type MadePackage,
  type NpmRegistry,
  packageLock,
  serveNpm,
  tgz,
  tgzPath,
} from '../support/npm-registry';

jest.setTimeout(600_000);

const NATIVE = (cpu: string): MadePackage => ({
  name: `@acme/native-${cpu}`,
  version: '1.0.0',
  files: { 'native.js': `module.exports = '${cpu}';\n` },
  fields: { os: ['linux'], cpu: [cpu] },
});
const GREETER: MadePackage = {
  name: 'greeter',
  version: '2.0.0',
  files: {
    'index.js':
      "module.exports = (name) => 'hello ' + name + ' on ' + require('@acme/native-' + process.arch + '/native.js');\n",
    'cli.js': '#!/usr/bin/env node\r\nconsole.log(1);\n',
    '.gitignore': 'x\n',
  },
  fields: {
    bin: { greet: 'cli.js' },
    optionalDependencies: { '@acme/native-x64': '1.0.0', '@acme/native-arm64': '1.0.0' },
  },
};
const INNER = (version: string): MadePackage => ({
  name: 'inner',
  version,
  files: { 'index.js': `module.exports = '${version}';\n` },
});
const SOURCES = {
  'server.js': "console.log(require('greeter')('world'), require('inner'));\n",
  'package.json': JSON.stringify({
    name: 'app',
    dependencies: { greeter: '^2.0.0', inner: '1.0.0', odd: '1.0.0' },
  }),
  // What lies about on a machine is no part of a program.
  'node_modules/greeter/index.js': "throw new Error('of this machine');\n",
};
/** Its archive has no folder "package", and links and members that npm does not take. */
const ODD = { name: 'odd', version: '1.0.0' };
const ODD_TGZ = tgz([
  { path: 'odd/package.json', content: JSON.stringify(ODD) },
  { path: 'odd/run.sh', content: '#!/bin/sh\n', mode: '777' },
  { path: 'odd/link', link: '/etc/passwd' },
]);
const LOCK = packageLock(
  { dependencies: { greeter: '^2.0.0', inner: '1.0.0', odd: '1.0.0' } },
  {
    'node_modules/greeter': lockEntry(GREETER),
    'node_modules/@acme/native-x64': lockEntry(NATIVE('x64'), { optional: true }),
    'node_modules/@acme/native-arm64': lockEntry(NATIVE('arm64'), { optional: true }),
    'node_modules/inner': lockEntry(INNER('1.0.0')),
    'node_modules/greeter/node_modules/inner': lockEntry(INNER('2.0.0'), {}),
    'node_modules/odd': { version: '1.0.0', integrity: integrityOf(ODD_TGZ) },
  },
).replace('"optionalDependencies"', '"dependencies":{"inner":"2.0.0"},"optionalDependencies"');

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: packages of npm: ${mirror}\n`);

describeWith(['engine'], 'packages of npm', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs Debian: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  let folder = '';
  let registry: NpmRegistry;
  let env: Record<string, string> = {};
  const synth = (...args: string[]) => installed.synth(folder, args, { env });
  const succeed = async (...args: string[]) => {
    const { code, stderr } = await synth(...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  };
  const members = (platform: string) =>
    execFileSync('tar', ['-tvf', join(folder, 'out.tar'), '--numeric-owner'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(` ${platform}/app/`));
  const digests = (name: string) =>
    JSON.parse(
      execFileSync('tar', ['-xOf', join(folder, name), 'index.json'], { encoding: 'utf8' }),
    ).manifests.map(({ digest }: { digest: string }) => digest);

  beforeAll(async () => {
    registry = await serveNpm([
      GREETER,
      NATIVE('x64'),
      NATIVE('arm64'),
      INNER('1.0.0'),
      INNER('2.0.0'),
    ]);
    registry.files.set(`/${tgzPath(ODD)}`, ODD_TGZ);
    folder = installed.project({
      'app.js': `
        const { App, DebianBase, LocalFiles, NodeProgram, NpmPackages, RuntimeImage } = require('buildkit-cdk');
        const app = new App();
        const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
        const source = new LocalFiles(app, 'source', { path: 'source' });
        const packages = new NpmPackages(app, 'packages', { source, base: debian });
        const program = new NodeProgram(app, 'program', { packages });
        new RuntimeImage(app, 'server', {
          base: debian.runtime({ packages: ['nodejs'] }),
          platforms: ['linux/amd64', 'linux/arm64'],
          files: [program.at('/app')],
          entrypoint: ['/usr/bin/node', '/app/server.js'],
          waivers: { healthcheck: 'it greets and ends' },
        });
        app.synth();`,
      ...Object.fromEntries(
        Object.entries(SOURCES).map(([name, text]) => [`source/${name}`, text]),
      ),
      'source/package-lock.json': LOCK,
      '.npmrc': `registry=${registry.url}\n`,
    });
    env = { ...mirror.env, BUILDKIT_HOST: engine.address, HOME: folder };
    await succeed('lock');
    await succeed('build', '--output', 'type=tar,dest=out.tar');
  });
  afterAll(() => registry.close());

  test.each([
    ['linux_amd64', 'x64', 'arm64'],
    ['linux_arm64', 'arm64', 'x64'],
  ])('are those of %s, where npm puts them, and no others', (platform, own, other) => {
    const listed = members(platform).join('\n');

    expect(listed).toContain(`app/node_modules/@acme/native-${own}/native.js`);
    expect(listed).not.toContain(`native-${other}`);
    expect(listed).toContain('app/node_modules/.bin/greet -> ../greeter/cli.js');
    expect(listed).toMatch(/^-rwxr-xr-x 0\/0 .*app\/node_modules\/greeter\/cli\.js$/m);
    expect(listed).toMatch(/^-rw-r--r-- 0\/0 .*app\/node_modules\/greeter\/index\.js$/m);
    expect(listed).toMatch(/^-rwxr-xr-x 0\/0 .*app\/node_modules\/odd\/run\.sh$/m);
    expect(listed).not.toContain('odd/link');
    expect(listed).toContain('greeter/.npmignore');
    expect(listed).not.toContain('.package-lock.json');
  });

  test('run, each with the package that the lock has for it', () => {
    const root = join(folder, 'root');
    mkdirSync(root, { recursive: true });
    const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
    execFileSync('tar', ['-xf', join(folder, 'out.tar'), '-C', root, `linux_${own}/app`]);
    const app = join(root, `linux_${own}/app`);

    expect(execFileSync(process.execPath, [join(app, 'server.js')], { encoding: 'utf8' })).toBe(
      `hello world on ${process.arch} 1.0.0\n`,
    );
    expect(
      execFileSync(
        process.execPath,
        ['-p', "require('./node_modules/greeter/node_modules/inner')"],
        { cwd: app, encoding: 'utf8' },
      ),
    ).toBe('2.0.0\n');
    expect(readFileSync(join(app, 'node_modules/greeter/cli.js'), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  test('are the same, unpacked twice', async () => {
    await succeed('build', '--output', 'type=oci,dest=1.tar');
    await succeed('build', '--no-cache', '--output', 'type=oci,dest=2.tar');

    expect(digests('1.tar')).toEqual(digests('2.tar'));
    expect(digests('1.tar')).toHaveLength(1);
  });

  test('are in the bill of materials, with the hashes that were locked', async () => {
    const { stdout } = await synth('sbom', '--platform', 'linux/arm64', '--json');

    expect(stdout).toContain('pkg:npm/greeter@2.0.0');
    expect(stdout).toContain('pkg:npm/%40acme/native-arm64@1.0.0');
    expect(stdout).not.toContain('native-x64');
  });

  test('are not unpacked where the lock is of another package.json', async () => {
    const file = join(folder, 'source/package.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('^2.0.0', '^1.0.0'));
    const { code, stderr } = await synth('build', '--output', 'type=tar,dest=x.tar');
    writeFileSync(file, text);

    expect(code).toBe(1);
    expect(stderr).toContain('E_NPM_LOCK');
  });
});
