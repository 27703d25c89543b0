import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesApp } from '../support/files-app';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(30_000);

const installed = new InstalledPackage();
const HOOK = `
process.on('exit', () =>
  require('node:fs').writeFileSync(
    process.env.TEST_LOADED + '/' + process.pid,
    JSON.stringify(Object.keys(require.cache)),
  ),
);
`;
const URL = 'https://example.org/a';
const FILES = {
  'hook.js': HOOK,
  'app.js': filesApp(
    `const file = new HttpFile(app, 'file', { url: '${URL}' });`,
    "new FilesImage(app, 'files', [file]);",
  ),
  'synth.lock.json': JSON.stringify({
    version: 2,
    http: { [URL]: { size: 1, sha256: 'a'.repeat(64) } },
  }),
};

/** What a command and its app loaded: names of chunks, and paths in node_modules. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  const folder = installed.project(FILES);
  const loaded = join(folder, 'loaded');
  mkdirSync(loaded);
  const env = { NODE_OPTIONS: `--require ${join(folder, 'hook.js')}`, TEST_LOADED: loaded };
  expect(await installed.synth(folder, args, { env })).toMatchObject({ code: 0 });
  const processes = readdirSync(loaded);
  expect(processes).toHaveLength(2);
  return processes.flatMap((name): string[] =>
    JSON.parse(readFileSync(join(loaded, name), 'utf8')).map((file: string) =>
      file.includes('/dist/') ? basename(file) : file,
    ),
  );
}

const OUTSIDE = ['fetch.js', 'resolvers.js'];

test.each([[['ls']], [[]], [['lock', '--check']]])(
  '%j loads nothing that asks the outside',
  async (args) => {
    const loaded = await loadedBy(args);

    expect(loaded).toContain('assembly.js');
    for (const chunk of OUTSIDE) {
      expect(existsSync(installed.file(`chunks/${chunk}`))).toBe(true);
      expect(loaded).not.toContain(chunk);
    }
    expect(loaded.filter((file) => /\/(openpgp|xz-decompress)\//.test(file))).toEqual([]);
  },
);

test('lock loads what answers requests, and no OpenPGP where nothing is signed', async () => {
  const loaded = await loadedBy(['lock']);

  expect(loaded).toEqual(expect.arrayContaining(OUTSIDE));
  expect(loaded.filter((file) => /\/(openpgp|xz-decompress)\//.test(file))).toEqual([]);
});

test('the client is in the chunk that is loaded while the app runs, and in no other', () => {
  const chunks = readdirSync(installed.file('chunks'));
  const holds = (name: string) =>
    readFileSync(installed.file(`chunks/${name}`), 'utf8').includes('x-docker-expose-session-uuid');

  expect(chunks.filter(holds)).toEqual(['build.js']);
});
