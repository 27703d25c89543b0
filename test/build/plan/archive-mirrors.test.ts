import { ArchiveMirrors } from '../../../lib/build/plan/archive-mirrors';
import { SolveError } from '../../../lib/client';
import { loadEnvironment } from '../../../lib/environment';
import { type LoopbackServer, listenOnLoopback } from '../../support/loopback-server';
import { temporaryFolder } from '../../support/temporary-folder';

const CANONICAL = 'http://snapshot.example/pool/a/a_1.deb';
const PATH = 'pool/a/a_1.deb';

const home = temporaryFolder('home');
let asked = 0;
let empty: LoopbackServer;
let full: LoopbackServer;

beforeAll(async () => {
  empty = await listenOnLoopback((_, response) => {
    asked += 1;
    response.writeHead(404).end();
  });
  full = await listenOnLoopback((_, response) => response.writeHead(200).end());
});
afterAll(() => Promise.all([empty.close(), full.close()]));

const open = () => {
  const file = { archive: 'debian', path: PATH, size: 7, sha256: 'a'.repeat(64) };
  const mirrors = { debian: [empty.url, full.url] };
  return new ArchiveMirrors(
    { [CANONICAL]: file },
    loadEnvironment({ folder: home, env: { HOME: home }, mirrors }),
  );
};
const failureAt = (url: string) =>
  new SolveError('not found', {
    sources: [],
    logTail: '',
    vertexDigest: undefined,
    vertexName: url,
    exitCode: undefined,
  });

test('builds that fail at once wait for one search, and all go on by it', async () => {
  asked = 0;
  const mirrors = open();
  const error = failureAt(`${empty.url}/${PATH}`);
  const { version } = mirrors;

  const answers = await Promise.all([1, 2, 3].map(() => mirrors.replan(error, version, {})));

  expect(answers).toEqual([true, true, true]);
  expect(asked).toBe(1);
  expect(mirrors.urlOf(CANONICAL)).toBe(`${full.url}/${PATH}`);
});

test('a build that was begun before goes on by what was found meanwhile, without a search', async () => {
  const mirrors = open();
  const error = failureAt(`${empty.url}/${PATH}`);
  const { version } = mirrors;
  await mirrors.replan(error, version, {});
  asked = 0;

  expect(mirrors.mayReplan(error, version)).toBe(true);
  await expect(mirrors.replan(error, version, {})).resolves.toBe(true);
  expect(asked).toBe(0);
});

test('one that fails by what another build fetches goes on as well', async () => {
  const mirrors = open();
  await mirrors.replan(failureAt(`${empty.url}/${PATH}`), mirrors.version, {});
  const { version } = mirrors;

  const ofAnother = failureAt(CANONICAL);
  expect(mirrors.mayReplan(ofAnother, version)).toBe(true);
  await expect(mirrors.replan(ofAnother, version, {})).resolves.toBe(true);
});

test('what fails at the server that was found stays failed', async () => {
  const mirrors = open();
  await mirrors.replan(failureAt(`${empty.url}/${PATH}`), mirrors.version, {});
  const { version } = mirrors;

  const error = failureAt(`${full.url}/${PATH}`);
  expect(mirrors.mayReplan(error, version)).toBe(false);
  expect(mirrors.mayStandIn(`${full.url}/${PATH}`, version)).toBe(false);
  await expect(mirrors.replan(error, version, {})).resolves.toBe(false);
});
