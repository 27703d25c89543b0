import { join } from 'node:path';
import type { ArchiveFile } from '../../lib/assembly/manifest';
import { ArchiveMirrors } from '../../lib/build/plan/archive-mirrors';
import type { Environment } from '../../lib/environment';
import { planMirrors } from '../../lib/fetch/mirror-plan';
import { http } from '../../lib/llb';
import { type MadeModule, type ModuleServer, serveModules } from '../support/go-modules';
import { PATIENCE } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('go-mirrors');
const PATH = 'example.org/!upper/@v/v1.0.0.zip';
const URL = `https://proxy.golang.org/${PATH}`;
const MODULE: MadeModule = {
  path: 'example.org/Upper',
  version: 'v1.0.0',
  files: { 'go.mod': '' },
};

let server: ModuleServer;
let files: Record<string, ArchiveFile>;
beforeAll(async () => {
  server = await serveModules([MODULE]);
  const content = server.files.get(`/${PATH}`);
  const size = typeof content === 'object' ? content.length : 0;
  files = { [URL]: { archive: 'go', path: PATH, size, sha256: 'a'.repeat(64) } };
});
afterAll(() => server.close());

const environment = (go?: readonly string[]): Environment => ({
  mirrors: go === undefined ? {} : { go },
  aptMirrors: {},
  keyrings: [],
  cacheFolder: join(folder, 'cache'),
});

describe('files of Go modules', () => {
  test('are fetched from the mirror that is named, and from the public proxy without one', () => {
    const definition = http(URL).marshal({ platform: { os: 'linux', architecture: 'amd64' } });
    const identifiers = (given: Environment) =>
      new ArchiveMirrors(files, given)
        .apply(definition)
        .ops.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
        .join('');

    expect(identifiers(environment(['http://mirror.example/go']))).toContain(
      `http://mirror.example/go/${PATH}`,
    );
    expect(identifiers(environment())).toContain(URL);
  });

  test('are looked for where they may be, once a build could not fetch one', async () => {
    const said: string[] = [];
    const plan = await planMirrors(files, {
      environment: environment([`${server.url}/empty`, server.url]),
      patience: PATIENCE,
      onMessage: (message) => said.push(message),
    });

    expect(plan.get(URL)).toBe(`${server.url}/${PATH}`);
    expect(said).toEqual([`${server.url} stands in for https://proxy.golang.org: 1 of 1 files`]);
  });

  test('that are nowhere are told as what they are', async () => {
    const realFetch = globalThis.fetch;
    globalThis.fetch = (input, init) =>
      realFetch(String(input).replace('https://proxy.golang.org', `${server.url}/none`), init);
    try {
      await expect(
        planMirrors(files, { environment: environment(), patience: PATIENCE }),
      ).rejects.toMatchObject({ code: 'E_GO_MODULE', details: { log: URL } });
    } finally {
      globalThis.fetch = realFetch;
    }
  });
});
