import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** User and password that git over HTTP asks for. */
export interface GitLogin {
  readonly user: string;
  readonly password: string;
}

/**
 * Answers one request by git's own CGI program, so that the protocol is the one of any git host.
 *
 * @param root folder of the bare repositories
 */
export function answerByGit(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  login?: GitLogin,
): void {
  const url = new URL(request.url ?? '/', 'http://git.invalid');
  if (login !== undefined && !isLogin(request.headers.authorization, login)) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="test"' }).end('login needed\n');
    return;
  }
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      // The folder may belong to another user than the one who runs the tests.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROJECT_ROOT: root,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      REMOTE_ADDR: '127.0.0.1',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      ...(login === undefined ? {} : { REMOTE_USER: login.user }),
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => response.destroy(error));
  response.on('close', () => child.kill());
  relayCgi(child.stdout, response);
}

function isLogin(header: string | undefined, login: GitLogin): boolean {
  const expected = Buffer.from(`${login.user}:${login.password}`).toString('base64');
  // The name of the scheme may be in any case: the daemon's is in lower case.
  const [scheme, given] = header?.split(' ') ?? [];
  return scheme?.toLowerCase() === 'basic' && given === expected;
}

/** Turns CGI output (header lines, an empty line, the body) into a response. */
function relayCgi(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  let started = false;
  output.on('data', (chunk: Buffer) => {
    if (started) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    started = true;
    for (const line of head.subarray(0, end).toString('latin1').split('\r\n')) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      const value = line.slice(colon + 1).trim();
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
  });
  output.on('end', () => {
    if (!started) response.statusCode = 500;
    response.end();
  });
}
