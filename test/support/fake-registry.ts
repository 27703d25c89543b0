import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from './loopback-server';

/** Which logins a registry takes, and how it asks for them. */
export interface FakeRegistryOptions {
  /** `bearer` sends clients to a token server at `/token` of the same address. @default - open */
  readonly auth?: 'basic' | 'bearer';
  readonly user?: string;
  readonly password?: string;
  /** Status of the token server for POST, as old ones answer. @default - it knows POST */
  readonly postStatus?: number;
}

/** A registry in memory that speaks the API as far as pulling needs it, and a token server. */
export interface FakeRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Adds a blob or a manifest under a repository; returns its digest. */
  add(repository: string, content: object | Buffer, mediaType?: string, tag?: string): string;
  /** Answers with other bytes for what has this digest. */
  corrupt(digest: string): void;
  /** Requests so far: method, path and form or query of token requests. */
  readonly requests: string[];
  /** `User-Agent` of each request to the token server. */
  readonly tokenAgents: string[];
  close(): Promise<void>;
}

interface Stored {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

export async function startFakeRegistry(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const stored = new Map<string, Stored>();
  const corrupted = new Set<string>();
  const requests: string[] = [];
  const tokenAgents: string[] = [];
  const { user = 'me', password = 'pass' } = options;
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = await listenOnLoopback(async (request, response) => {
    const body = await readBody(request);
    requests.push(`${request.method} ${request.url}${body === '' ? '' : ` ${body}`}`);
    const url = new URL(request.url ?? '/', 'http://registry.invalid');
    if (url.pathname === '/token') return token(request, response, url, body);
    const wanted = options.auth === 'basic' ? basic : 'Bearer good-token';
    if (options.auth !== undefined && request.headers.authorization !== wanted) {
      const challenge =
        options.auth === 'basic'
          ? 'Basic realm="test"'
          : `Bearer realm="${server.url}/token",service="test, the registry",scope="repository:me/app:pull"`;
      return void response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    }
    const found = stored.get(url.pathname);
    if (found === undefined) return void response.writeHead(404).end('{"errors":[]}');
    const digest = digestOf(found.bytes);
    const bytes = corrupted.has(digest) ? Buffer.from('{}') : found.bytes;
    response.writeHead(200, { 'Content-Type': found.mediaType, 'Docker-Content-Digest': digest });
    response.end(bytes);
  });

  function token(request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
    tokenAgents.push(request.headers['user-agent'] ?? '');
    if (request.method === 'POST' && options.postStatus !== undefined) {
      return void response.writeHead(options.postStatus).end();
    }
    const form = new URLSearchParams(body);
    const isLogin =
      request.method === 'POST'
        ? (form.get('username') === user && form.get('password') === password) ||
          form.get('refresh_token') === 'good-refresh'
        : request.headers.authorization === basic;
    const isAnonymous = request.method === 'GET' && request.headers.authorization === undefined;
    const isOpen = user === '';
    if (!isLogin && !(isAnonymous && isOpen)) return void response.writeHead(401).end();
    const key = request.method === 'POST' ? 'access_token' : 'token';
    const answer = { [key]: 'good-token', expires_in: 300, issued_at: '2026-01-01T00:00:00Z' };
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer));
    requests.push(`token for ${url.searchParams.getAll('scope').join(' ') || form.get('scope')}`);
  }

  return {
    host: server.url.replace('http://', ''),
    requests,
    tokenAgents,
    add: (repository, content, mediaType = 'application/octet-stream', tag) => {
      const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
      const digest = digestOf(bytes);
      for (const kind of ['manifests', 'blobs']) {
        stored.set(`/v2/${repository}/${kind}/${digest}`, { bytes, mediaType });
      }
      if (tag !== undefined) stored.set(`/v2/${repository}/manifests/${tag}`, { bytes, mediaType });
      return digest;
    },
    corrupt: (digest) => void corrupted.add(digest),
    close: () => server.close(),
  };
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
