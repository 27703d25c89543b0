import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DatedDebian, serveDatedDebian } from '../support/dated-debian';
import { fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { filesApp } from '../support/files-app';
import { type GitServer, startGitServer } from '../support/git-server';
import { InstalledPackage } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { onBoth } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(60_000);

const blocks = fencedBlocks(resolve(__dirname, '../../docs/upkeep.md'));
const shown = blocks.find(({ language }) => language === 'json')?.text ?? '';
const commands = shellCommands(blocks).map((line) => {
  const [command = ''] = line.replace(/^npx (--no-install )?synth /, '').split(' > ');
  return command.split(' ');
});

const OLD = '20260110T000000Z';
const NEW = '20261127T000000Z';

describe('what docs/upkeep.md says', () => {
  const installed = new InstalledPackage();
  const root = temporaryFolder('upkeep');
  let debian: DatedDebian;
  let git: GitServer;
  let tracker: LoopbackServer;
  let lock: string;
  let app: string;

  beforeAll(async () => {
    const source = { Source: 'openssl' };
    debian = await serveDatedDebian(join(root, 'debian'), {
      [OLD]: {
        packages: [...onBoth('curl', '8.0'), ...onBoth('libssl3t64', '3.5.1-1', source)],
      },
      [NEW]: {
        packages: [...onBoth('curl', '8.1'), ...onBoth('libssl3t64', '3.5.1-1', source)],
        security: onBoth('libssl3t64', '3.5.1-2', source),
        validUntil: new Date('2126-01-01T00:00:00Z'),
      },
    });
    git = await startGitServer(join(root, 'git'));
    const repository = git.addRepository('hello', [{ message: 'one', files: { a: '1' } }]);
    const fixed = { releases: { trixie: { status: 'resolved', fixed_version: '3.5.1-2' } } };
    const data = JSON.stringify({ openssl: { 'CVE-2026-1': fixed } });
    tracker = await listenOnLoopback((_, response) => void response.end(data));
    app = filesApp(
      "const { DEBIAN } = require('buildkit-cdk');",
      'class Packages extends LocatedConstruct {',
      '  lower(target) {',
      `    const archive = { suite: 'trixie', snapshot: '${OLD}', components: ['main'] };`,
      "    const set = { variant: 'none', include: ['curl', 'libssl3t64'], architecture: 'amd64' };",
      '    target.ask(this, DEBIAN, { ...archive, ...set });',
      '    return scratch();',
      '  }',
      '}',
      "const hello = new LocatedConstruct(app, 'hello');",
      `const source = new PinnedGitSource(hello, 'source', { url: '${git.httpUrl}/hello.git', branch: 'main' });`,
      "new FilesImage(app, 'files', [source, new Packages(app, 'packages')]);",
    );
    const folder = installed.project(filesOf({}));
    const { code, stderr } = await run(folder, ['lock'], OLD);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    lock = readFileSync(join(folder, 'synth.lock.json'), 'utf8');
    repository.add([{ message: 'two', files: { a: '2' } }]);
  });
  afterAll(() => Promise.all([debian.server.close(), git.close(), tracker.close()]));

  const filesOf = (more: Readonly<Record<string, string>>) => ({
    'app.js': app,
    'synth.environment.json': JSON.stringify({ keyrings: [debian.keyring] }),
    ...more,
  });
  const run = (folder: string, args: readonly string[], date: string) =>
    installed.synth(folder, args, {
      env: {
        SYNTH_DEBIAN_MIRROR: debian.server.snapshot(date),
        SYNTH_DEBIAN_SECURITY_MIRROR: debian.server.snapshot(date, 'debian-security'),
        SYNTH_DEBIAN_TRACKER: tracker.url,
        XDG_CACHE_HOME: join(root, 'cache'),
      },
    });

  test.each(commands)('synth %s %s %s', async (...args) => {
    const folder = installed.project(filesOf({ 'synth.lock.json': lock }));
    const words = args.filter((word) => word !== undefined);

    const { code, stderr } = await run(folder, words, NEW);

    const isDue = words[0] === 'outdated';
    expect({ code, error: /^error/m.test(stderr) }).toEqual({ code: isDue ? 3 : 0, error: false });
    const after = readFileSync(join(folder, 'synth.lock.json'), 'utf8');
    expect(after === lock).toBe(words[0] !== 'update');
    // What has moved is what is asked for: nothing is left to be answered.
    if (words[0] === 'update')
      expect(await run(folder, ['lock', '--check'], NEW)).toMatchObject({ code: 0 });
  });

  test('the lock has what it shows of packages of another date', async () => {
    const folder = installed.project(filesOf({ 'synth.lock.json': lock }));
    await run(folder, ['update', 'libssl3t64', '--snapshot', NEW], NEW);

    const [archive] = Object.values<object>(
      JSON.parse(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).debian,
    );
    const { later, packages } = JSON.parse(`{${shown}}`);
    const [[date = '', releases] = []] = Object.entries<Record<string, object>>(later);
    expect(archive).toMatchObject({ packages });
    expect(Object.keys(archive ?? {})).toContain('later');
    for (const [suite, release] of Object.entries(releases ?? {})) {
      const { sha256: _shortened, ...rest } = release as { sha256: string };
      expect(archive).toMatchObject({ later: { [date]: { [suite]: rest } } });
    }
  });
});
