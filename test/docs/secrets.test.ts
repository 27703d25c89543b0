import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvironment, parseSecretSource, parseSshSource } from '../../lib/environment';
import { fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { InstalledPackage } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';

const blocks = fencedBlocks(resolve(__dirname, '../../docs/secrets.md'));
const textsOf = (wanted: string) =>
  blocks.filter(({ language }) => language === wanted).map(({ text }) => text);
const commands = shellCommands(blocks);

describe('what docs/secrets.md says', () => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('guide');

  test.each(textsOf('ts').map((text, index) => [index, text]))(
    'the constructs of snippet %d have nothing wrong',
    async (_, text) => {
      // The guide shows constructs, not a whole app.
      const folder = installed.project({ 'app.ts': `${text}\napp.synth();\n` });
      symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
      const { code, stderr } = await installed.synth(folder, []);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    },
  );

  test('the options and the file name what the stage asks for', () => {
    const at = {
      by: 'the guide',
      folder,
      env: { SSH_AUTH_SOCK: '/agent' },
      fail: (message: string) => {
        throw new Error(message);
      },
    };
    const [build = '', ...git] = commands;
    const options = (name: string, command: string) =>
      [...command.matchAll(new RegExp(`--${name} (\\S+)`, 'g'))].map(([, value = '']) => value);
    const secrets = options('secret', build).map((text) => parseSecretSource(text, at));
    const agents = options('ssh', build).map((text) => parseSshSource(text, at));

    writeFileSync(join(folder, 'synth.environment.json'), textsOf('json')[0] ?? '');
    const { secrets: ofFile = [], ssh = [] } = loadEnvironment({ folder, env: at.env });

    const places = (sources: readonly { id: string; place: string }[]) =>
      sources.map(({ id, place }) => `${id}: ${place}`);
    expect(places(secrets)).toEqual([
      `token: file "${join(folder, 'token.txt')}"`,
      'npm: variable NPM_TOKEN',
    ]);
    expect(places(ofFile)).toEqual(places(secrets));
    expect(places(ssh)).toEqual(['default: SSH_AUTH_SOCK']);
    expect(places(agents)).toEqual(places(ssh));
    expect(git.flatMap((command) => options('secret', command))).toEqual(
      Array(2).fill('id=GIT_AUTH_TOKEN.git.example.org,env=GIT_TOKEN'),
    );
  });
});
