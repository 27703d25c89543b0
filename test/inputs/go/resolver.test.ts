import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment } from '../../../lib/environment';
import { GO } from '../../../lib/inputs/go/kind';
import type { GoRequest } from '../../../lib/inputs/go/request';
import type { GoSection } from '../../../lib/inputs/go/section';
import { findOutdated } from '../../../lib/lock/find-outdated';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { type GitServer, startGitServer } from '../../support/git-server';
import {
  type MadeModule,
  type ModuleServer,
  moduleZip,
  pathInProxy,
  serveModules,
  sumLines,
} from '../../support/go-modules';
import { PATIENCE } from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';
import { zipFile } from '../../support/zip-file';

const folder = temporaryFolder('go');

const LIBRARY: MadeModule = {
  path: 'example.org/Upper/library',
  version: 'v1.2.0',
  files: {
    'go.mod': 'module example.org/Upper/library\n\ngo 1.25.1\n',
    'library.go': 'package library\n',
  },
};
const BELOW: MadeModule = {
  path: 'example.org/below',
  version: 'v0.0.0-20240101000000-abcdefabcdef',
  files: { 'go.mod': 'module example.org/below\n', 'a/b.go': 'package a\n', 'z.go': 'package z\n' },
};
const GO_MOD = `module example.org/app

go 1.23

require example.org/Upper/library v1.2.0
require example.org/below ${BELOW.version} // indirect
`;
const GO_SUM = sumLines(LIBRARY) + sumLines(BELOW);
const TOOL: MadeModule = {
  path: 'example.org/tool',
  version: 'v2.0.0',
  files: {
    'go.mod': GO_MOD.replace('example.org/app', 'example.org/tool'),
    'go.sum': GO_SUM,
    'main.go': 'package main\n',
  },
};
const APP: GoRequest = { type: 'files', folder: 'app', goMod: GO_MOD, goSum: GO_SUM };
const TOOL_REQUEST: GoRequest = { type: 'module', module: TOOL.path, version: TOOL.version };

let server: ModuleServer;
let git: GitServer;
beforeEach(async () => {
  server = await serveModules([LIBRARY, BELOW, TOOL]);
});
afterEach(() => server.close());
beforeAll(async () => {
  git = await startGitServer(join(folder, 'git'));
});
afterAll(() => git.close());

interface Given {
  readonly previous?: LockFile;
  readonly proxies?: Partial<NonNullable<Environment['goProxies']>>;
}

async function lockOf(
  requests: readonly GoRequest[],
  { previous = EMPTY_LOCK, proxies = {} }: Given = {},
): Promise<GoSection> {
  const lock = await resolveLock(asked(GO, ...requests), previous, {
    environment: {
      mirrors: {},
      aptMirrors: {},
      keyrings: [],
      cacheFolder: join(folder, 'cache'),
      goProxies: {
        servers: [{ url: server.url, isFallible: false }],
        end: 'off',
        notFor: [],
        ...proxies,
      },
    },
    patience: PATIENCE,
  });
  return sectionOf(lock, GO);
}

const failure = (requests: readonly GoRequest[], given?: Given) =>
  lockOf(requests, given).then(
    () => undefined,
    ({ errors, ...own }) => errors?.[0] ?? own,
  );

describe('the modules of a go.sum', () => {
  test('are fetched once, held to their hashes, and kept with what BuildKit can check', async () => {
    const { files, sets } = await lockOf([APP]);

    expect(Object.values(sets)).toEqual([
      { module: 'example.org/app', go: '1.23', files: Object.keys(files).sort() },
    ]);
    const zip = moduleZip(LIBRARY);
    expect(files[`${LIBRARY.path}@${LIBRARY.version}`]).toMatchObject({ size: zip.length });
    expect(files[`${LIBRARY.path}@${LIBRARY.version}/go.mod`]).toMatchObject({ go: '1.25.1' });
    expect(server.requests).toContain('/example.org/!upper/library/@v/v1.2.0.zip');
    expect(server.requests).toHaveLength(4);
  });

  test('have the hashes that Go gives them', async () => {
    const { status } = spawnSync('go', ['version']);
    if (status !== 0) {
      process.stderr.write('skipped: hashes as Go has them: there is no Go here\n');
      return;
    }
    const { files } = await lockOf([APP]);
    const proxy = join(folder, 'proxy');
    for (const module of [LIBRARY, BELOW]) {
      for (const type of ['zip', 'mod'] as const) {
        const file = join(proxy, pathInProxy(module, type));
        mkdirSync(dirname(file), { recursive: true });
        const content = type === 'zip' ? moduleZip(module) : (module.files['go.mod'] ?? '');
        writeFileSync(file, content);
      }
      const { version } = module;
      writeFileSync(join(proxy, pathInProxy(module, 'info')), JSON.stringify({ Version: version }));
      const { stderr, stdout } = spawnSync(
        'go',
        ['mod', 'download', '-modcacherw', '-json', `${module.path}@${version}`],
        {
          cwd: folder,
          encoding: 'utf8',
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            GOPATH: join(folder, 'gopath'),
            GOPROXY: `file://${proxy}`,
            GOSUMDB: 'off',
            GOENV: 'off',
          },
        },
      );
      const name = `${module.path}@${version}`;
      const sums = [files[name]?.h1, files[`${name}/go.mod`]?.h1];
      const { GoModSum, Sum } = JSON.parse(stdout || '{}');
      expect({ stderr, sums: [Sum, GoModSum] }).toEqual({ stderr: '', sums });
    }
  }, 60_000);

  test('are those of a module of a proxy too, which is fetched itself', async () => {
    const { files, sets } = await lockOf([TOOL_REQUEST, APP]);
    const key = 'example.org/tool@v2.0.0';

    expect(sets[key]?.files).toContain(key);
    expect(sets[key]?.files).toContain(`${key}/go.mod`);
    expect(sets[key]?.files).toHaveLength(6);
    expect(Object.keys(files)).toHaveLength(6);
    // What both need is fetched once.
    expect(server.requests).toHaveLength(6);
    const sum = files[key]?.h1 ?? '';
    expect((await lockOf([{ ...TOOL_REQUEST, sum }])).files[key]?.h1).toBe(sum);
    expect(await failure([{ ...TOOL_REQUEST, sum: `h1:${'A'.repeat(43)}=` }])).toMatchObject({
      code: 'E_GO_HASH',
    });
  });

  test('are those of a repository too, at its commit', async () => {
    const repository = git.addRepository('app', [
      { message: 'one', files: { 'server/go.mod': GO_MOD, 'server/go.sum': GO_SUM }, tags: ['v1'] },
      { message: 'two', files: { 'server/go.mod': 'module example.org/other\n' } },
    ]);
    const [first = '', second = ''] = repository.commits;
    for (const url of [`${git.httpUrl}/app.git`, `${git.gitUrl}/app.git`]) {
      const request: GoRequest = { type: 'git', url, commit: first, folder: 'server' };
      const { sets } = await lockOf([request]);
      expect(sets[`${url}#${first}:server`]).toMatchObject({
        module: 'example.org/app',
        go: '1.23',
      });
    }
    const url = `${git.gitUrl}/app.git`;
    const at = (commit: string, place: string): GoRequest => ({
      type: 'git',
      url,
      commit,
      folder: place,
    });

    const { sets } = await lockOf([at(second, 'server')]);
    expect(Object.values(sets)[0]).toMatchObject({ module: 'example.org/other' });
    expect(await failure([at(first, '')])).toMatchObject({ code: 'E_GO_MOD' });
    expect(await failure([at('0'.repeat(40), '')])).toMatchObject({ code: 'E_GIT_UNREACHABLE' });
  });

  test('stay as they are where they are locked, and are added to', async () => {
    const previous = { sections: { go: await lockOf([APP]) } };
    const more = { ...APP, goMod: `${GO_MOD}\n// changed\n` };

    expect(await lockOf([more], { previous })).toMatchObject({ files: previous.sections.go.files });
    expect(server.requests).toHaveLength(4);
  });
});

describe('a lock fails', () => {
  const zipOf = (entries: Parameters<typeof zipFile>[0]) => {
    server.files.set(pathInProxy(LIBRARY, 'zip'), zipFile(entries));
  };
  const entry = (path: string, content = 'x') => ({ path, content, mode: 0o644 });

  test('where a proxy has other bytes than go.sum says', async () => {
    zipOf([entry(`${LIBRARY.path}@v1.2.0/go.mod`)]);
    expect(await failure([APP])).toMatchObject({ code: 'E_GO_HASH' });

    server.files.set(pathInProxy(LIBRARY, 'zip'), moduleZip(LIBRARY));
    server.files.set(pathInProxy(BELOW, 'mod'), Buffer.from('module evil.example/x\n'));
    expect(await failure([APP])).toMatchObject({ code: 'E_GO_HASH' });
  });

  test.each([
    ['leads elsewhere', '../../etc/passwd'],
    ['is absolute', '/etc/passwd'],
    ['is of another module', 'example.org/other@v1.2.0/x.go'],
    ['is of another version', `${LIBRARY.path}@v1.2.1/x.go`],
    ['is the folder of the module alone', `${LIBRARY.path}@v1.2.0/`],
  ])('where a name in an archive %s', async (_what, name) => {
    zipOf([entry(name)]);

    expect(await failure([APP])).toMatchObject({ code: 'E_GO_ZIP' });
  });

  test('where an archive has a file twice, or is none', async () => {
    const name = `${LIBRARY.path}@v1.2.0/go.mod`;
    zipOf([entry(name), entry(name, 'y')]);
    expect(await failure([APP])).toMatchObject({ code: 'E_GO_ZIP' });

    zipOf([]);
    expect(await failure([APP])).toMatchObject({ code: 'E_GO_ZIP' });

    server.files.set(pathInProxy(LIBRARY, 'zip'), Buffer.from('<html>login</html>'));
    expect(await failure([APP])).toMatchObject({ code: 'E_GO_ZIP' });
  });

  test('where go.sum is nonsense, or not there', async () => {
    expect(await failure([{ ...APP, goSum: 'nonsense' }])).toMatchObject({ code: 'E_GO_SUM' });
    expect(await failure([{ ...APP, goSum: '' }])).toMatchObject({ code: 'E_GO_SUM' });
    expect(await failure([{ ...APP, goMod: '' }])).toMatchObject({ code: 'E_GO_MOD' });
    expect(server.requests).toEqual([]);
  });

  test('where a module is nowhere, and tells where it was looked for', async () => {
    server.files.delete(pathInProxy(BELOW, 'zip'));
    const error = await failure([APP]);

    expect(error).toMatchObject({ code: 'E_GO_MODULE' });
    expect(error.details.got).toContain('404');
  });

  test('where a module of a proxy needs folders that its archive has not', async () => {
    const files = {
      ...TOOL.files,
      'go.mod': `${TOOL.files['go.mod']}replace example.org/x => ./x\n`,
    };
    server.files.set(pathInProxy(TOOL, 'zip'), moduleZip({ ...TOOL, files }));

    expect(await failure([TOOL_REQUEST])).toMatchObject({ code: 'E_GO_MOD' });
  });

  test('and leaves no archive behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('synth-go-'));
    zipOf([entry('x')]);
    const [zip = ''] = sumLines(LIBRARY).split('\n');
    expect(await failure([{ ...APP, goSum: zip }])).toMatchObject({ code: 'E_GO_ZIP' });

    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('synth-go-'))).toEqual(before);
  });
});

describe('proxies are asked as Go asks them', () => {
  const list = (text: readonly (string | [string])[], end: 'off' | 'direct' | 'none' = 'none') => ({
    proxies: {
      servers: text.map((one) =>
        typeof one === 'string'
          ? { url: one, isFallible: false }
          : { url: one[0], isFallible: true },
      ),
      end,
    },
  });

  test('the next one where a module is not there', async () => {
    const empty = await serveModules([]);
    try {
      expect(Object.keys((await lockOf([APP], list([empty.url, server.url]))).files)).toHaveLength(
        4,
      );
      for (const module of [LIBRARY, BELOW]) empty.files.set(pathInProxy(module, 'zip'), 403);
      expect(await failure([APP], list([empty.url, server.url]))).toMatchObject({
        code: 'E_GO_MODULE',
      });
      // After a "|" any failure will do.
      expect(
        Object.keys((await lockOf([APP], list([[empty.url], server.url]))).files),
      ).toHaveLength(4);
    } finally {
      await empty.close();
    }
  });

  test('none where there is none, where it has a login, or for a private module', async () => {
    expect(await failure([APP], list([], 'off'))).toMatchObject({ code: 'E_GO_MODULE' });
    expect(await failure([APP], list([], 'direct'))).toMatchObject({ code: 'E_GO_MODULE' });
    const secret = await failure([APP], list(['http://me:secret@127.0.0.1:1']));
    expect(JSON.stringify(secret)).not.toContain('secret@');
    expect(secret).toMatchObject({ code: 'E_GO_MODULE' });
    const notFor = ['*.org/Upper'];
    expect(await failure([APP], { proxies: { notFor } })).toMatchObject({ code: 'E_GO_MODULE' });
    expect(server.requests).not.toContain(pathInProxy(LIBRARY, 'mod'));
  });
});

describe('a module that the app names', () => {
  const outdatedOf = async (list: string | undefined) => {
    if (list !== undefined) server.files.set('/example.org/tool/@v/list', Buffer.from(list));
    const environment = {
      mirrors: {},
      aptMirrors: {},
      keyrings: [],
      cacheFolder: join(folder, 'cache'),
    };
    const goProxies = {
      servers: [{ url: server.url, isFallible: false }],
      end: 'off' as const,
      notFor: [],
    };
    const lock: LockFile = { sections: { go: await lockOf([TOOL_REQUEST, APP]) } };
    return findOutdated(
      asked(GO, TOOL_REQUEST, APP),
      lock,
      { snapshot: '' },
      { environment: { ...environment, goProxies }, patience: PATIENCE },
    );
  };

  test('is outdated where its proxy has a newer version, which the app is to name', async () => {
    expect(await outdatedOf('v1.9.0\nv2.1.0\nv2.2.0-rc.1\nv2.0.0\n')).toEqual({
      outdated: [
        {
          ...{ kind: 'go', name: 'example.org/tool', locked: 'v2.0.0', newest: 'v2.1.0' },
          ...{ by: 'app', constructPaths: ['app/0'] },
        },
      ],
      untold: [],
      errors: [],
    });
    expect(await outdatedOf('v2.0.0\n')).toEqual({ outdated: [], untold: [], errors: [] });
  });

  test('is an error where its proxy does not say', async () => {
    expect(await outdatedOf(undefined)).toMatchObject({
      outdated: [],
      errors: [{ code: 'E_GO_MODULE', details: { constructPath: 'app/0' } }],
    });
  });
});
