import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { BuildError } from '../../errors';
import { COMMAND_SCHEMES, type CommandAddress, parseCommandAddress } from './command-address';

/** Where a daemon listens, or what connects to it. */
export type Address = SocketAddress | CommandAddress;

/** Where a daemon listens. */
export type SocketAddress = { readonly kind: 'unix'; readonly path: string } | TcpAddress;

/** A host that is reached over the network. */
export interface TcpAddress {
  /** Tells addresses apart. */
  readonly kind: 'tcp';
  /** Name or IP address, IPv6 without brackets. */
  readonly host: string;
  /** From 1 to 65535. */
  readonly port: number;
}

const BUILDKIT_SOCKET = '/run/buildkit/buildkitd.sock';
/** Where a standalone buildkitd listens unless told otherwise. */
export const DEFAULT_ADDRESS = `unix://${BUILDKIT_SOCKET}`;
const DOCKER_SOCKET = '/var/run/docker.sock';
const DEFAULT_TCP_PORT = 1234;
const DOCKER_PORT = 2375;
const DOCKER_TLS_PORT = 2376;

const SUPPORTED = 'unix:///path/to/socket or tcp://host:port';
const ALL_SUPPORTED = `${SUPPORTED}; ${COMMAND_SCHEMES.map((name) => `${name}://`).join(', ')}`;

/**
 * Reads an address as `buildctl --addr` and `BUILDKIT_HOST` have it.
 *
 * @throws BuildError `E_DAEMON_ADDRESS` for another scheme or a part that is missing
 */
export function parseAddress(text: string): Address {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) throw unreadable(text, 'no scheme');
  switch (scheme.toLowerCase()) {
    case 'unix':
      if (!isAbsolute(rest)) throw unreadable(text, 'the path is not absolute');
      return { kind: 'unix', path: rest };
    case 'tcp':
      return parseTcp(text);
    default:
      return parseCommand(text, scheme);
  }
}

function parseCommand(text: string, scheme: string): Address {
  if (!COMMAND_SCHEMES.includes(scheme.toLowerCase())) {
    throw unreadable(text, `scheme "${scheme}" is not supported`);
  }
  const address = parseCommandAddress(text);
  if ('fault' in address) throw unreadable(text, address.fault);
  return address;
}

function parseTcp(text: string): Address {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw unreadable(text, 'no host and port');
  }
  if (url.hostname === '') throw unreadable(text, 'no host');
  if (url.username || url.password || url.search || url.hash || url.pathname.length > 1) {
    throw unreadable(text, 'more than a host and a port');
  }
  if (Number(url.port || DEFAULT_TCP_PORT) === 0) throw unreadable(text, 'port 0 is none');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'tcp', host, port: url.port === '' ? DEFAULT_TCP_PORT : Number(url.port) };
}

/** An address without its password, whatever characters that has. */
const redacted = (text: string): string => text.replace(/:\/\/([^:@]*):.*@/, '://$1@');

function unreadable(text: string, reason: string): BuildError {
  const got = redacted(text);
  return new BuildError('E_DAEMON_ADDRESS', `daemon address "${got}" cannot be used: ${reason}`, {
    got,
    expected: ALL_SUPPORTED,
    fix: `give --addr or BUILDKIT_HOST as ${SUPPORTED}`,
  });
}

/** `unix:///path`, `tcp://host:port`, or as it was given, as messages name it. */
export function formatAddress(address: Address): string {
  if (address.kind === 'command') return address.text;
  if (address.kind === 'unix') return `unix://${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}

/** What decides about the address of the daemon. */
export interface AddressOptions {
  /** The value of `--addr`; wins over the environment. @default - the environment says */
  readonly addr?: string | undefined;
  /** Variables, mostly those of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The daemon to use: `addr`, else `BUILDKIT_HOST`, else the Docker Engine of `DOCKER_HOST`, else the
 * first socket that exists of the system's buildkitd, the user's rootless buildkitd, and Docker
 * Engine.
 *
 * @throws BuildError `E_DAEMON_ADDRESS`; `E_DAEMON_UNREACHABLE` when nothing is named and no socket
 *   exists
 */
export function resolveAddress(options: AddressOptions): string {
  const { addr, env } = options;
  const named = addr || env.BUILDKIT_HOST;
  if (named) {
    parseAddress(named);
    return named;
  }
  if (env.DOCKER_HOST) return dockerAddress(env.DOCKER_HOST, Boolean(env.DOCKER_TLS_VERIFY));
  const sockets = usualSockets(env);
  const found = sockets.find((path) => existsSync(path));
  if (found !== undefined) return `unix://${found}`;
  throw new BuildError(
    'E_DAEMON_UNREACHABLE',
    `no BuildKit daemon found: tried ${sockets.map((path) => `unix://${path}`).join(', ')}`,
    {
      got: 'none of these sockets exists',
      expected: 'a running buildkitd 0.17 or newer, or Docker Engine 27.4 or newer',
      fix: 'start one of them, or set BUILDKIT_HOST to where one listens',
    },
  );
}

/** `DOCKER_HOST` has ports of its own where it names none. */
function dockerAddress(text: string, usesTls: boolean): string {
  if (!/^(unix|tcp):\/\//i.test(text)) {
    const got = redacted(text);
    throw new BuildError('E_DAEMON_ADDRESS', `DOCKER_HOST "${got}" cannot be used`, {
      got,
      expected: SUPPORTED,
      fix: 'set BUILDKIT_HOST to the daemon to use; for ssh://, that host needs buildctl',
    });
  }
  const address = parseAddress(text);
  const hasPort = /:\d+\/?$/.test(text);
  if (address.kind !== 'tcp' || hasPort) return text;
  return formatAddress({ ...address, port: usesTls ? DOCKER_TLS_PORT : DOCKER_PORT });
}

function usualSockets(env: AddressOptions['env']): string[] {
  const runtime = env.XDG_RUNTIME_DIR;
  const rootless = runtime && isAbsolute(runtime) ? [join(runtime, 'buildkit/buildkitd.sock')] : [];
  return [BUILDKIT_SOCKET, ...rootless, DOCKER_SOCKET];
}
