import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { listenOnLoopback } from './loopback-server';

/** A proxy on loopback, which brings every host to one server of the test. */
export interface ProxyServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What it was asked for: `GET http://host/path` and `CONNECT host:443`. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** How a proxy behaves. */
export interface ProxyServerOptions {
  /** Port of loopback that stands for all hosts. */
  readonly target: number;
  /** `user:password` without which nothing goes through. @default - it asks for none */
  readonly user?: string;
  /** Status that it answers everything with. @default - it does its work */
  readonly refuses?: number;
}

export async function startProxy({
  refuses,
  target,
  user,
}: ProxyServerOptions): Promise<ProxyServer> {
  const requests: string[] = [];
  const wanted = user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  const statusFor = (authorization: string | undefined): number | undefined =>
    wanted !== undefined && authorization !== wanted ? 407 : refuses;
  const { close, server, url } = await listenOnLoopback((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const status = statusFor(request.headers['proxy-authorization']);
    if (status !== undefined) return void response.writeHead(status).end();
    const { host, pathname, search } = new URL(request.url ?? '');
    const headers = { ...request.headers, host };
    const options = { host: '127.0.0.1', port: target, method: request.method, headers };
    request.pipe(
      ask({ ...options, path: pathname + search }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  server.on('connect', (request, client) => {
    requests.push(`CONNECT ${request.url}`);
    const status = statusFor(request.headers['proxy-authorization']);
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const there = connect(target, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    for (const socket of [client, there]) {
      socket.on('error', () => {});
      socket.on('close', () => [client, there].map((other) => other.destroy()));
    }
    client.pipe(there).pipe(client);
  });
  return { url, requests, close };
}
