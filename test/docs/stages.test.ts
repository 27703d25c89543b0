import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const FILES = { 'source/main.c': 'int main(void) { return 0; }\n', 'server.conf': 'a = b\n' };
const appsOf = (guide: string) =>
  fencedBlocks(resolve(__dirname, '../../docs', guide)).filter(({ language }) => language === 'ts');

/** Runs a snippet as an app: the config of its image, and the execs of its commands for arm64. */
async function run(text: string) {
  const folder = installed.project({
    ...FILES,
    'app.ts': text.replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const image = app.node.findAll().find((one) => 'imageName' in one);
       const of = Testing.synth(app).image(image.node.id).platform('linux/arm64');
       console.log(JSON.stringify({
         config: of.toJSON().config,
         commands: of.findExecs().filter(({ args }) => args[0] === 'make'),
       }));`,
    ),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('docs/c.md compiles for each platform, hardened, and departs where it says so', async () => {
  const [plain, departing, ...others] = appsOf('c.md');
  const first = await run(plain?.text ?? '');
  const second = await run(departing?.text ?? '');

  expect(others).toEqual([]);
  expect(first.commands.map(({ args }: { args: string[] }) => args)).toEqual([
    ['make', 'CC=aarch64-linux-gnu-gcc'],
    ['make', 'DESTDIR=/out', 'install'],
  ]);
  const flags = JSON.stringify(first.commands[0].env);
  expect(flags).toContain('-Werror=format-security');
  expect(flags).toContain('-Wl,-z,now');
  expect(JSON.stringify(second.commands[0].env)).not.toContain('-Werror=format-security');
});

test('docs/from-a-dockerfile.md says in an app what the Dockerfile says', async () => {
  const [app, ...others] = appsOf('from-a-dockerfile.md');
  const { config, commands } = await run(app?.text ?? '');

  expect(others).toEqual([]);
  expect(JSON.stringify(commands[0].env)).toContain('/usr/lib/aarch64-linux-gnu/pkgconfig');
  expect(config).toMatchObject({
    Cmd: ['--config', '/etc/server.conf'],
    Entrypoint: ['/usr/bin/server'],
    ExposedPorts: { '8443/tcp': {} },
    Labels: { 'org.opencontainers.image.title': 'server' },
    StopSignal: 'SIGINT',
    User: '1000:1000',
    Volumes: { '/data': {} },
    WorkingDir: '/data',
  });
});
