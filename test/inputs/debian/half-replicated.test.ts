import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Environment } from '../../../lib/environment';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { type LoopbackServer, listenOnLoopback } from '../../support/loopback-server';
import {
  debianRequest,
  mirrorEnvironment,
  PATIENCE,
  type ServedDebian,
  SNAPSHOT,
  serveDebian,
} from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

type Damage = (bytes: Buffer, response: ServerResponse) => void;

const folder = temporaryFolder('half-replicated');
const INDEX = /\/trixie\/main\/binary-amd64\//;
const RELEASE = /\/trixie\/(In)?Release/;
let whole: ServedDebian;
let half: LoopbackServer;
let damaged: RegExp;
let damage: Damage;

/** A mirror that has the same files, but for what is damaged. */
beforeAll(async () => {
  whole = await serveDebian(join(folder, 'whole'));
  half = await listenOnLoopback(async (request, response) => {
    const { url = '' } = request;
    const answer = await fetch(whole.server.url + url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.ok && damaged.test(url)) damage(bytes, response);
    else response.writeHead(answer.status).end(bytes);
  });
});
afterAll(() => Promise.all([whole.server.close(), half.close()]));

const DAMAGES: [string, Damage][] = [
  ['other bytes', (bytes, response) => void response.end(Buffer.alloc(bytes.length, 'x'))],
  ['the state of yesterday', (_, response) => void response.end('Package: old\n')],
  ['a page of HTML', (_, response) => void response.end('<html>Please log in</html>')],
  ['a part', (bytes, response) => void response.end(bytes.subarray(0, bytes.length / 2))],
  ['nothing at all', (_, response) => void response.end()],
  [
    'less than it says',
    (bytes, response) => {
      response.writeHead(200, { 'content-length': bytes.length + 10 }).flushHeaders();
      response.write(bytes, () => response.destroy());
    },
  ],
  [
    'what it says is packed once more',
    (bytes, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes),
  ],
];

function lockFrom(mirrors: readonly string[], messages: string[] = []) {
  const served = mirrorEnvironment(whole, join(folder, randomBytes(4).toString('hex')));
  const environment: Environment = {
    ...served,
    mirrors: { ...served.mirrors, debian: mirrors.map((url) => `${url}/debian`) },
  };
  return resolveLock(asked(DEBIAN, debianRequest()), EMPTY_LOCK, {
    environment,
    patience: PATIENCE,
    onMessage: (message) => messages.push(message),
  });
}

describe.each(DAMAGES)('a mirror that serves %s', (_, how) => {
  beforeEach(() => {
    damage = how;
  });

  test('for an index is passed over, and named', async () => {
    damaged = INDEX;
    const messages: string[] = [];

    const locked = await lockFrom([half.url, whole.server.url], messages);

    expect(sectionOf(locked, DEBIAN)[`trixie@${SNAPSHOT}`]?.packages.amd64).toHaveProperty('hello');
    expect(messages).toContainEqual(
      expect.stringMatching(`^${whole.server.url}/debian.* stands in: .*${half.url}/debian`),
    );
  });

  test('for an index is told with all others, where none has it whole', async () => {
    damaged = INDEX;

    await expect(lockFrom([half.url, `${half.url}/.`])).rejects.toMatchObject({
      code: expect.stringMatching(/^E_HTTP_(HASH|SIZE|UNREACHABLE)$/),
      details: { constructPath: 'app/0' },
    });
  });

  test('for a Release is passed over', async () => {
    damaged = RELEASE;

    const locked = await lockFrom([half.url, whole.server.url]);

    expect(sectionOf(locked, DEBIAN)).toHaveProperty(`trixie@${SNAPSHOT}`);
  });
});

test('all servers of an index are told where none has it whole', async () => {
  damaged = INDEX;
  damage = (_, response) => void response.end('<html></html>');
  const other = await listenOnLoopback((request, response) => {
    response.writeHead(307, { location: half.url + request.url }).end();
  });
  try {
    await expect(lockFrom([half.url, other.url])).rejects.toMatchObject({
      code: 'E_HTTP_SIZE',
      message: expect.stringContaining('main/binary-amd64/Packages'),
      details: { got: expect.stringMatching(`${half.url}/.*13 bytes.*; ${other.url}/.*13 bytes`) },
    });
  } finally {
    await other.close();
  }
});
