import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { IssuedCertificate } from './certificate-authority';
import { freePort } from './loopback-server';

const SCRIPT = join(__dirname, '../../scripts/buildkitd');

/** How a daemon listens on its port. */
export interface TcpBuildkitdOptions {
  /** A name that no other test uses: its daemon runs at the same time. */
  readonly name: string;
  /** What it shows to clients. @default - it listens without TLS */
  readonly certificate?: IssuedCertificate;
  /** Clients need a certificate by the authority of its own. @default false */
  readonly wantsClientCertificate?: boolean;
  /** Variables of its own. @default - those of the tests alone */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real buildkitd of the test's own, on a port of loopback. */
export interface TcpBuildkitd {
  readonly port: number;
  /** `tcp://127.0.0.1:PORT` */
  readonly address: string;
  /** Of its process. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts it by `scripts/buildkitd`, with the programs of the standalone daemon. */
export async function startTcpBuildkitd(options: TcpBuildkitdOptions): Promise<TcpBuildkitd> {
  const { certificate, env, name, wantsClientCertificate } = options;
  const port = await freePort();
  const run = async (...args: readonly string[]) => {
    await promisify(execFile)(SCRIPT, args, { env: { ...process.env, ...env } });
  };
  const config: string[] = [];
  if (certificate !== undefined) {
    const { folder } = certificate;
    const lines = [
      ...['[grpc.tls]', `cert = "${folder}/cert.pem"`, `key = "${folder}/key.pem"`],
      ...(wantsClientCertificate ? [`ca = "${folder}/ca.pem"`] : []),
    ];
    const file = join(folder, `${name}.toml`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    config.push(file);
  }
  await run('stop', '--name', name); // what an earlier test that was killed has left
  await run('start', '--name', name, '--tcp', `127.0.0.1:${port}`, ...config);
  const { stdout } = await promisify(execFile)(SCRIPT, ['env', '--name', name]);
  const [, socket = ''] = /TEST_BUILDKITD=unix:\/\/(\S+)/.exec(stdout) ?? [];
  const pid = Number(readFileSync(join(dirname(socket), 'pid'), 'utf8'));
  const stop = () => run('stop', '--name', name);
  return { port, address: `tcp://127.0.0.1:${port}`, pid, stop };
}
