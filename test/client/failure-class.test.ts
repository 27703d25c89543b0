import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type BuildRequest, connect, SolveError } from '../../lib/client';
import { classifyFailure, type FailurePlace } from '../../lib/client/build/failure-class';
import { mkfile, scratch } from '../../lib/llb';
import { dockerCredentials } from '../../lib/registry';
import { describeWith } from '../support/engine';
import { listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const PUSH: FailurePlace = { vertexName: 'exporting to image' };
const PULL: FailurePlace = { vertexName: 'from base', identifier: 'docker-image://r.io/x/y:1' };
const STEP: FailurePlace = { vertexName: 'run make' };
const SENT: FailurePlace = { vertexName: 'local://src', identifier: 'local://src' };

const GIT: FailurePlace = { vertexName: 'source', identifier: 'git://g.io:80/x.git#abc' };

describe('the words of a daemon about git', () => {
  test.each([
    [
      "failed to fetch remote http://g.io:80/x.git: git stderr:\nfatal: could not read Username for 'http://g.io:80': terminal prompts disabled: exit status 128",
      '--secret id=GIT_AUTH_TOKEN.g.io:80,env=<variable>',
    ],
    [
      "failed to fetch remote http://g.io:80/x.git: git stderr:\nfatal: Authentication failed for 'http://g.io:80/x.git/': exit status 128",
      '--secret id=GIT_AUTH_TOKEN.g.io:80,env=<variable>',
    ],
    ['failed to fetch: git stderr:\ngit@g.io: Permission denied (publickey).', 'agent of --ssh'],
    ['failed to fetch: git stderr:\nHost key verification failed.', 'correct "knownHosts"'],
  ])('%s', (reason, fix) => {
    expect(classifyFailure(reason, GIT)).toEqual({
      code: 'E_SOLVE',
      fix: expect.stringContaining(fix),
    });
    expect(classifyFailure(reason, STEP)).toBeUndefined();
  });
});

/** What buildkitd 0.32.2 and Docker Engine 28.5.2 say, but for addresses and digests. */
describe('the words of a daemon', () => {
  test.each([
    // A registry that refuses, with a body and without, as both daemons tell it.
    [
      'failed to push r.io:5000/x:latest: unexpected status from HEAD request to http://r.io:5000/v2/x/blobs/sha256:cd8a: 401 Unauthorized',
      PUSH,
      'E_REGISTRY_AUTH',
      'docker login r.io:5000',
    ],
    [
      'failed to push r.io/x:latest: unexpected status from HEAD request to http://r.io/v2/x/blobs/sha256:673f: 403 Forbidden',
      PUSH,
      'E_REGISTRY_AUTH',
      'docker login r.io',
    ],
    ['failed to push r.io/x:latest: denied', PUSH, 'E_REGISTRY_AUTH', 'docker login r.io'],
    [
      'failed to push r.io/x:latest: denied: quota exceeded',
      PUSH,
      'E_REGISTRY_AUTH',
      'docker login r.io',
    ],
    [
      'failed to push docker.io/me/x:latest: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      PUSH,
      'E_REGISTRY_AUTH',
      '"docker login"',
    ],
    [
      'failed to load cache key: unexpected status from HEAD request to http://r.io/v2/x/y/manifests/1: 403 Forbidden\ndenied',
      PULL,
      'E_REGISTRY_AUTH',
      'docker login r.io',
    ],
    [
      'failed to load cache key: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      PULL,
      'E_REGISTRY_AUTH',
      'docker login r.io',
    ],
    // One that has too much to do, or fails itself.
    [
      'failed to push r.io/x:latest: unexpected status from HEAD request to http://r.io/v2/x/blobs/sha256:cd8a: 429 Too Many Requests',
      PUSH,
      'E_REGISTRY',
      'try again later',
    ],
    [
      'failed to push r.io/x:latest: unexpected status from HEAD request to http://r.io/v2/x/blobs/sha256:cd8a: 503 Service Unavailable',
      PUSH,
      'E_REGISTRY',
      'try again later',
    ],
    [
      'failed to load cache key: unexpected status from HEAD request to http://r.io/v2/x/y/manifests/1: 500 Internal Server Error',
      PULL,
      'E_REGISTRY',
      'try again later',
    ],
    // One that is not there, breaks off, or sends elsewhere.
    [
      'failed to push r.io/x:latest: failed to do request: Head "https://r.io/v2/x/blobs/sha256:673f": EOF',
      PUSH,
      'E_REGISTRY',
      'r.io',
    ],
    [
      'failed to push r.io/x:latest: failed commit on ref "config-sha256:79a7": failed to do request: Put "http://r.io/up/1?digest=sha256%3A79a7": read tcp 127.0.0.1:60418->127.0.0.1:33509: read: connection reset by peer',
      PUSH,
      'E_REGISTRY',
      'r.io',
    ],
    [
      'failed to push r.io/x:latest: failed to do request: Head "http://other.io:1/elsewhere": dial tcp 127.0.0.1:1: connect: connection refused',
      PUSH,
      'E_REGISTRY',
      'other.io:1',
    ],
    [
      'failed to push r.io/x:latest: failed to do request: Head "http://r.io/v2/x/blobs/sha256:cd8a": stopped after 10 redirects',
      PUSH,
      'E_REGISTRY',
      'r.io',
    ],
    [
      'failed to push r.io/x:latest: failed to copy: failed to do request: Put "https:?digest=sha256%3Acd8a": http: no Host in request URL',
      PUSH,
      'E_REGISTRY',
      'r.io',
    ],
    [
      'failed to push no.such.invalid:5000/x:latest: failed to do request: Head "https://no.such.invalid:5000/v2/x/blobs/sha256:cd8a": dial tcp: lookup no.such.invalid on 10.0.0.1:53: no such host',
      PUSH,
      'E_REGISTRY',
      'no.such.invalid:5000',
    ],
    [
      'failed to load cache key: failed to do request: Head "https://r.io/v2/x/y/manifests/1": EOF',
      PULL,
      'E_REGISTRY',
      'r.io',
    ],
    // One that answers nonsense, or does not have what is asked for.
    [
      'failed to push r.io/x:latest: failed commit on ref "manifest-sha256:e384": invalid content digest in response: invalid checksum digest format',
      PUSH,
      'E_REGISTRY',
      'r.io',
    ],
    [
      'failed to load cache key: unexpected media type text/html for sha256:7e53: not found',
      PULL,
      'E_REGISTRY',
      'r.io',
    ],
    ['failed to load cache key: r.io/x/y:1: not found', PULL, 'E_REGISTRY', 'r.io'],
    [
      'failed to push r.io/x:latest: unknown: repository name not known to registry',
      PUSH,
      'E_REGISTRY',
      'r.io',
    ],
    // The machine of the daemon, and the session.
    [
      'write /var/lib/buildkit/runc-native/snapshots/snapshots/1/big: no space left on device',
      SENT,
      'E_DAEMON_DISK',
      'prune',
    ],
    [
      'failed to add snapshot 8cy2 to lease: write /var/lib/buildkit/containerdmeta.db: no space left on device',
      STEP,
      'E_DAEMON_DISK',
      'prune',
    ],
    [
      'no active session for thtc5onzsiyxw4itv6rw81ius: context deadline exceeded',
      SENT,
      'E_SESSION_LOST',
      'build again',
    ],
  ])('%s', (reason, place, code, fix) => {
    expect(classifyFailure(reason, place)).toMatchObject({
      code,
      fix: expect.stringContaining(fix),
    });
  });

  test.each([
    ['process "/bin/sh -c echo no space left on device" did not complete: exit code: 1', STEP],
    ['process "curl: denied: 401 Unauthorized" did not complete successfully: exit code: 22', STEP],
    ['process "failed to push r.io/x: denied" did not complete successfully: exit code: 1', STEP],
    ['failed to calculate checksum of ref: "/nothing": not found', STEP],
    ['digest mismatch sha256:aa: sha256:bb', { identifier: 'https://deb.invalid/x.deb' }],
  ])('leave it a failure of the step when it is: %s', (reason, place) => {
    expect(classifyFailure(reason, place)).toBeUndefined();
  });

  test('of a session that this side saw break are a lost session, however they read', () => {
    const lost = { ...SENT, isSessionLost: true };

    for (const reason of ['context canceled', 'walker is closed: context canceled']) {
      expect(classifyFailure(reason, lost)?.code).toBe('E_SESSION_LOST');
      expect(classifyFailure(reason, SENT)).toBeUndefined();
    }
  });
});

/** How a registry misbehaves. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end();
const withTokens =
  (code: number): Answer =>
  (request, response) => {
    const { host } = request.headers;
    const challenge = `Bearer realm="http://${host}/token",service="t",scope="repository:x:push"`;
    const isToken = request.url?.startsWith('/token') ?? false;
    response.writeHead(isToken ? code : 401, isToken ? {} : { 'WWW-Authenticate': challenge });
    response.end();
  };

function testPushes(address: () => string): void {
  const folder = temporaryFolder('failure-class');
  let counter = 0;

  async function failureOf(answer: Answer, config: string | ((host: string) => object)) {
    const registry = await listenOnLoopback(answer);
    const host = `127.0.0.1:${registry.port}`;
    const home = join(folder, `${counter++}`);
    mkdirSync(home);
    const text = typeof config === 'string' ? config : JSON.stringify(config(host));
    writeFileSync(join(home, 'config.json'), text);
    const connection = await connect(address());
    const definition = scratch()
      .file(mkfile('/f', 0o644, host))
      .marshal({ platform: AMD64 });
    const request: BuildRequest = {
      results: [{ platform: AMD64, definition }],
      exporters: [{ type: 'image', attrs: { name: `${host}/x:latest`, push: 'true' } }],
    };
    const credentials = dockerCredentials({ env: { DOCKER_CONFIG: home, PATH: home } });
    try {
      const error = await connection.build(request, { credentials }).then(
        () => undefined,
        (caught) => caught,
      );
      return { error, host };
    } finally {
      connection.close();
      await registry.close();
    }
  }

  test.each<[string, Answer, string, string]>([
    ['401', status(401, { 'WWW-Authenticate': 'Basic realm="x"' }), 'E_REGISTRY_AUTH', 'login'],
    ['403', status(403), 'E_REGISTRY_AUTH', 'login'],
    ['401 of its token server', withTokens(401), 'E_REGISTRY_AUTH', 'login'],
    ['503 of its token server', withTokens(503), 'E_REGISTRY', 'try again later'],
    ['429', status(429), 'E_REGISTRY', 'try again later'],
    ['a bad redirect', status(307, { location: 'http://127.0.0.1:1/x' }), 'E_REGISTRY', ':1'],
  ])('a push that is answered by %s tells what to do', async (_what, answer, code, fix) => {
    const { error, host } = await failureOf(answer, () => ({}));

    expect(error).toBeInstanceOf(SolveError);
    expect(error).toMatchObject({ code, vertexName: 'exporting to image' });
    expect(error.details.fix).toContain(fix);
    if (fix === 'login') expect(error.details.fix).toContain(`"docker login ${host}"`);
  });

  test.each<[string, string | ((host: string) => object), string]>([
    ['a helper that is not there', (host) => ({ credHelpers: { [host]: 'absent' } }), 'PATH'],
    ['a configuration that is no JSON', '{nope', 'not JSON'],
  ])('a push with %s fails as the credentials do', async (_what, config, text) => {
    const { error } = await failureOf(withTokens(401), config);

    expect(error).toMatchObject({ code: 'E_CREDENTIALS' });
    expect(error.message).toContain(text);
  });
}

describeWith(['engine'], 'with Docker Engine', ({ engine }) => testPushes(() => engine.address));
describeWith(['buildkitd'], 'with a standalone buildkitd', ({ buildkitd }) =>
  testPushes(() => buildkitd.address),
);
