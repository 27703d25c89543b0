import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
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
  packageTgz,
  serveNpm,
  tgzPath,
} from '../support/npm-registry';

jest.setTimeout(1_200_000);

/** Its script writes a file, of what it finds where it runs. */
const WRITER: MadePackage = {
  name: 'writer',
  version: '1.0.0',
  files: {
    'install.js': `
      const { networkInterfaces } = require('os');
      const others = Object.values(networkInterfaces()).flat().filter(({ internal }) => !internal);
      require('fs').writeFileSync('made.json', JSON.stringify({ cwd: process.cwd(), others: others.length }));`,
  },
  fields: { scripts: { postinstall: 'node install.js' } },
};
/** Compiled by node-gyp, which npm runs for what has a binding.gyp. */
const COMPILED: MadePackage = {
  name: 'compiled',
  version: '1.0.0',
  files: {
    'binding.gyp': JSON.stringify({ targets: [{ target_name: 'answer', sources: ['answer.c'] }] }),
    'answer.c': `
      #include <node_api.h>
      static napi_value answer(napi_env env, napi_value exports) {
        napi_value value;
        napi_create_int32(env, 42, &value);
        return value;
      }
      NAPI_MODULE(NODE_GYP_MODULE_NAME, answer)`,
    'index.js': "module.exports = require('./build/Release/answer.node');\n",
  },
};
/** Its script would break what is there. */
const THANKFUL: MadePackage = {
  name: 'thankful',
  version: '1.0.0',
  files: { 'index.js': "module.exports = 'whole';\n" },
  fields: { scripts: { postinstall: 'rm index.js' } },
};
const ALL = [WRITER, COMPILED, THANKFUL];
const dependencies = Object.fromEntries(ALL.map(({ name }) => [name, '1.0.0']));
const MANIFEST = JSON.stringify({ name: 'app', dependencies });
const NPM_LOCK = packageLock(
  { dependencies },
  Object.fromEntries(
    ALL.map((one) => [`node_modules/${one.name}`, lockEntry(one, { hasInstallScript: true })]),
  ),
);
const YARN_LOCK = ALL.map((one) =>
  [
    `${one.name}@1.0.0:`,
    '  version "1.0.0"',
    `  resolved "https://registry.yarnpkg.com/${tgzPath(one)}#0"`,
    `  integrity ${integrityOf(packageTgz(one))}`,
    '',
  ].join('\n'),
).join('\n');

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: install scripts: ${mirror}\n`);

describeWith(['engine'], 'install scripts of packages of npm', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs Debian: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  let folder = '';
  let registry: NpmRegistry;
  let env: Record<string, string> = {};

  beforeAll(async () => {
    registry = await serveNpm(ALL);
    folder = installed.project({
      'app.js': `
        const { App, DebianBase, LocalFiles, NpmPackages, RuntimeImage } = require('buildkit-cdk');
        const app = new App();
        const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
        const of = (id) => new NpmPackages(app, id, {
          source: new LocalFiles(app, id + '-source', { path: id }),
          base: debian,
          scripts: ['writer', 'compiled'],
          ignoreScripts: ['thankful'],
        }).at('/' + id);
        new RuntimeImage(app, 'server', {
          base: debian.runtime({ packages: ['nodejs'] }),
          platforms: ['linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}'],
          files: [of('npm'), of('yarn')],
          entrypoint: ['/usr/bin/node', '/app/server.js'],
          waivers: { healthcheck: 'it ends' },
        });
        app.synth();`,
      'npm/package.json': MANIFEST,
      'npm/package-lock.json': NPM_LOCK,
      'yarn/package.json': MANIFEST,
      'yarn/yarn.lock': YARN_LOCK,
      '.npmrc': `registry=${registry.url}\n`,
    });
    env = { ...mirror.env, BUILDKIT_HOST: engine.address, HOME: folder };
    for (const args of [['lock'], ['build', '--output', 'type=tar,dest=out.tar']]) {
      const { code, stderr } = await installed.synth(folder, args, { env });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
    mkdirSync(join(folder, 'root'));
    execFileSync('tar', ['-xf', join(folder, 'out.tar'), '-C', join(folder, 'root')]);
  });
  afterAll(() => registry.close());

  describe.each(['npm', 'yarn'])('in a project of %s', (maker) => {
    const modules = () => join(folder, 'root', maker, 'node_modules');

    test('write what they write, where nothing but the packages can be reached', () => {
      expect(JSON.parse(readFileSync(join(modules(), 'writer/made.json'), 'utf8'))).toEqual({
        cwd: '/app/node_modules/writer',
        others: 0,
      });
    });

    test('compile what the Node of the image loads', async () => {
      const program = `require('/${maker}/node_modules/compiled')`;
      const command = ['server', '--', '/usr/bin/node', '-p', program];
      const { stderr, stdout } = await installed.synth(folder, ['shell', ...command], { env });

      expect({ stdout, stderr: stdout === '' ? stderr : '' }).toEqual({
        stdout: '42\n',
        stderr: '',
      });
    });

    test('do not run where the app says that nothing needs them', () => {
      expect(existsSync(join(modules(), 'thankful/index.js'))).toBe(true);
    });
  });
});
