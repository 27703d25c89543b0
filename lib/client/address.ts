import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { BuildError } from '../errors';

/** Where a daemon listens. */
export type Address = { readonly kind: 'unix'; readonly path: string } | TcpAddress;

/** A host that is reached over the network. */
export interface TcpAddress {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
}

/** Where a standalone buildkitd listens unless told otherwise. */
export const DEFAULT_ADDRESS = 'unix:///run/buildkit/buildkitd.sock';
const DOCKER_ADDRESS = 'unix:///var/run/docker.sock';
const DEFAULT_TCP_PORT = 1234;

const SUPPORTED = 'unix:///path/to/socket or tcp://host:port';

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
      throw unreadable(text, `scheme "${scheme}" is not supported`);
  }
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
    throw unreadable(url.host, 'more than a host and a port');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'tcp', host, port: url.port === '' ? DEFAULT_TCP_PORT : Number(url.port) };
}

function unreadable(text: string, reason: string): BuildError {
  return new BuildError('E_DAEMON_ADDRESS', `daemon address "${text}" cannot be used: ${reason}`, {
    got: text,
    expected: SUPPORTED,
    fix: `give --addr or BUILDKIT_HOST as ${SUPPORTED}`,
  });
}

/** `unix:///path` or `tcp://host:port`, as messages name it. */
export function formatAddress(address: Address): string {
  if (address.kind === 'unix') return `unix://${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}

/** What decides about the address of the daemon. */
export interface AddressOptions {
  /** The value of `--addr`; wins over the environment. */
  readonly addr?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The daemon to use: `addr`, else `BUILDKIT_HOST`, else the first socket that exists of the system's
 * buildkitd, the user's rootless buildkitd, and Docker Engine (`DOCKER_HOST` or its default socket).
 *
 * @throws BuildError `E_DAEMON_UNREACHABLE` when nothing is named and no socket exists
 */
export function resolveAddress({ addr, env }: AddressOptions): string {
  const named = addr || env.BUILDKIT_HOST;
  if (named) {
    parseAddress(named);
    return named;
  }
  const candidates = defaultAddresses(env);
  for (const candidate of candidates) {
    const address = parseAddress(candidate);
    if (address.kind !== 'unix' || existsSync(address.path)) return candidate;
  }
  throw new BuildError(
    'E_DAEMON_UNREACHABLE',
    `no BuildKit daemon found: tried ${candidates.join(', ')}`,
    {
      got: 'none of these sockets exists',
      expected: 'a running buildkitd 0.17 or newer, or Docker Engine 27.4 or newer',
      fix: 'start one of them, or set BUILDKIT_HOST to where one listens',
    },
  );
}

function defaultAddresses(env: Readonly<Record<string, string | undefined>>): string[] {
  const runtime = env.XDG_RUNTIME_DIR;
  const docker = env.DOCKER_HOST;
  return [
    DEFAULT_ADDRESS,
    ...(runtime && isAbsolute(runtime)
      ? [`unix://${join(runtime, 'buildkit/buildkitd.sock')}`]
      : []),
    docker && /^(unix|tcp):\/\//.test(docker) ? docker : DOCKER_ADDRESS,
  ];
}
