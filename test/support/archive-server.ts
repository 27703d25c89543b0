import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import type { DebianArchive } from './debian-archive';
import { sha256 } from './debian-package';
import { listenOnLoopback } from './loopback-server';

/** What goes wrong with a file. */
export type Fault =
  /** An error answer such as 404 or 503. */
  | { readonly status: number }
  /** A login page of some network, with status 200. */
  | { readonly html: true }
  /** A shorter file than the real one, sent in good order. */
  | { readonly truncateAt: number }
  /** The connection is reset after that many bytes of the body. */
  | { readonly resetAt: number }
  /** One byte in the middle differs. */
  | { readonly alter: true }
  /** Never an answer. */
  | { readonly stall: true };

/** One or more archives by HTTP on loopback. */
export interface ArchiveServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Address of a plain mirror, which has the newest snapshot: `<url>/debian`. */
  mirror(archive?: string): string;
  /** Address of a dated state, in the layout of the snapshot archive: `<url>/archive/debian/<time stamp>`. */
  snapshot(timestamp: string, archive?: string): string;
  /**
   * Breaks every file whose path matches; `undefined` mends it.
   * @param times how many requests fail before it works again. @default all
   */
  setFault(path: string | RegExp, fault: Fault | undefined, times?: number): void;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  /** How many requests had a path that matches. */
  count(path: string | RegExp): number;
  close(): Promise<void>;
}

/** Archive name (`debian`, `debian-security`) to time stamp to archive; the last one is current. */
export type ServedArchives = Readonly<Record<string, Readonly<Record<string, DebianArchive>>>>;

/** Serves archives both as mirror and in the layout of the snapshot archive. */
export async function serveDebianArchives(archives: ServedArchives): Promise<ArchiveServer> {
  const requests: string[] = [];
  const faults = new Map<string | RegExp, { readonly fault: Fault; left: number }>();

  const faultOf = (path: string): Fault | undefined => {
    for (const [pattern, entry] of faults) {
      if (entry.left > 0 && matches(pattern, path)) {
        entry.left -= 1;
        return entry.fault;
      }
    }
    return undefined;
  };

  const server = await listenOnLoopback((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://archive.invalid').pathname);
    requests.push(path);
    const bytes = readServed(archives, path);
    const fault = faultOf(path);
    if (fault !== undefined) answerFault(request, response, fault, bytes);
    else if (bytes === undefined) response.writeHead(404).end('not found\n');
    else answerFile(request, response, bytes);
  });

  return {
    url: server.url,
    mirror: (archive = 'debian') => `${server.url}/${archive}`,
    snapshot: (timestamp, archive = 'debian') => `${server.url}/archive/${archive}/${timestamp}`,
    setFault: (path, fault, times = Number.POSITIVE_INFINITY) => {
      if (fault === undefined) faults.delete(path);
      else faults.set(path, { fault, left: times });
    },
    requests,
    count: (path) => requests.filter((one) => matches(path, one)).length,
    close: server.close,
  };
}

function matches(pattern: string | RegExp, path: string): boolean {
  return typeof pattern === 'string' ? path.endsWith(pattern) : pattern.test(path);
}

function readServed(archives: ServedArchives, path: string): Buffer | undefined {
  const [first = '', second = '', third = '', ...rest] = path.slice(1).split('/');
  const dated = first === 'archive';
  const archive = dated ? archives[second]?.[third] : Object.values(archives[first] ?? {}).at(-1);
  if (archive === undefined) return undefined;
  const below = normalize(dated ? rest.join('/') : [second, third, ...rest].join('/'));
  const file = join(archive.directory, below);
  if (below.startsWith('..') || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return undefined;
  }
  return readFileSync(file);
}

function answerFile(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const tag = `"${sha256(bytes)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Last-Modified', 'Thu, 01 Jan 2026 00:00:00 GMT');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function answerFault(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
  bytes: Buffer = Buffer.alloc(0),
): void {
  if ('stall' in fault) return;
  if ('status' in fault) {
    response.writeHead(fault.status).end('out of order\n');
  } else if ('html' in fault) {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Please log in</html>\n');
  } else if ('truncateAt' in fault) {
    answerFile(request, response, bytes.subarray(0, fault.truncateAt));
  } else if ('alter' in fault) {
    const altered = Buffer.from(bytes);
    const middle = altered.length >> 1;
    altered[middle] = (altered[middle] ?? 0) ^ 1;
    answerFile(request, response, altered);
  } else {
    response.writeHead(200, { 'Content-Length': bytes.length });
    response.write(bytes.subarray(0, fault.resetAt), () => request.socket.resetAndDestroy());
  }
}
