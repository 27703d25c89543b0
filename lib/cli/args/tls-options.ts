import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
// Not the index of the client: all of it is loaded later, while the app runs.
import { parseAddress, resolveAddress } from '../../client/transport/address';
import { checkTlsOptions, type TlsOptions } from '../../client/transport/tls/options';
import { BuildError, systemErrorCode } from '../../errors';
import type { CommandContext } from '../context';
import type { OptionName } from './options';
import { usageError } from './usage-error';

const TLS_OPTIONS = ['tlscacert', 'tlscert', 'tlskey', 'tlsservername', 'tlsdir'] as const;

type TlsPart = 'ca' | 'cert' | 'key';
const FILE_OPTIONS = { ca: 'tlscacert', cert: 'tlscert', key: 'tlskey' } as const;
const PARTS = ['ca', 'cert', 'key'] as const;

/** A file, and what named it. */
interface NamedFile {
  readonly path: string;
  readonly by: string;
}

type TlsFiles = Readonly<Partial<Record<TlsPart, NamedFile>>>;

/**
 * What the options `--tls…`, with the names and the meaning that they have for buildctl, say of TLS
 * with the daemon; without any, and for the daemon of `DOCKER_HOST`, what `DOCKER_TLS_VERIFY` and
 * `DOCKER_CERT_PATH` say, as for docker.
 *
 * @param builders where there are any, the options hold for those of tcp:// that name no TLS of their own
 *
 * @throws BuildError `E_USAGE`, `E_TLS_CREDENTIALS`; those of {@link resolveAddress}
 */
export function readTlsOptions(
  context: CommandContext,
  builders: readonly { readonly address: string }[] = [],
): TlsOptions | undefined {
  const { options } = context;
  const given = TLS_OPTIONS.filter((name) => options.has(name));
  const [first] = given;
  if (first === undefined) {
    if (builders.length > 0) return undefined;
    const files = dockerFiles(context);
    return files && readFiles(files);
  }
  checkCombination(given);
  requireTcp(first, context, builders);
  const serverName = options.last('tlsservername');
  return {
    ...readFiles(optionFiles(context)),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

function checkCombination(given: readonly OptionName[]): void {
  const single = given.find((name) => /^tls(cacert|cert|key)$/.test(name));
  if (given.includes('tlsdir') && single !== undefined) {
    throw usageError(`options "--tlsdir" and "--${single}" exclude each other`, {
      expected: 'the folder of the three files, or the files',
      fix: 'leave one of them out',
    });
  }
  for (const [one, other] of [
    ['tlscert', 'tlskey'],
    ['tlskey', 'tlscert'],
  ] as const) {
    if (!given.includes(one) || given.includes(other)) continue;
    throw usageError(`option "--${one}" needs "--${other}"`, {
      got: `"--${one}" alone`,
      expected: 'a certificate and its private key',
      fix: `give --${other}, too`,
    });
  }
}

function requireTcp(
  option: OptionName,
  { env, options }: CommandContext,
  builders: readonly { readonly address: string }[],
): void {
  const named = builders.map(({ address }) => address);
  const addresses =
    named.length > 0 ? named : [resolveAddress({ addr: options.last('addr'), env })];
  if (addresses.some((one) => parseAddress(one).kind === 'tcp')) return;
  const [address] = addresses;
  throw usageError(`option "--${option}" needs a daemon that is reached by tcp`, {
    got: `"${address}"`,
    expected: 'tcp://host:port',
    fix: 'give --addr or BUILDKIT_HOST as tcp://host:port, or leave the --tls options out',
  });
}

function optionFiles({ cwd, options }: CommandContext): TlsFiles {
  const folder = options.last('tlsdir');
  if (folder !== undefined) return filesIn(resolve(cwd, folder), '--tlsdir');
  return Object.fromEntries(
    PARTS.flatMap((part) => {
      const path = options.last(FILE_OPTIONS[part]);
      if (path === undefined) return [];
      return [[part, { path: resolve(cwd, path), by: `--${FILE_OPTIONS[part]}` }]];
    }),
  );
}

/** docker lets a certificate of the client be absent from the folder, but not the authority. */
function dockerFiles({ cwd, env, options }: CommandContext): TlsFiles | undefined {
  const isNamed = options.last('addr') || env.BUILDKIT_HOST;
  if (isNamed || !env.DOCKER_TLS_VERIFY || !env.DOCKER_HOST) return undefined;
  if (parseAddress(resolveAddress({ env })).kind !== 'tcp') return undefined;
  const path = env.DOCKER_CERT_PATH || env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
  const by = env.DOCKER_CERT_PATH ? 'DOCKER_CERT_PATH' : 'DOCKER_TLS_VERIFY';
  const { ca, cert, key } = filesIn(resolve(cwd, path), by);
  const hasClient = existsSync(cert.path) || existsSync(key.path);
  return hasClient ? { ca, cert, key } : { ca };
}

function filesIn(folder: string, by: string): Readonly<Record<TlsPart, NamedFile>> {
  const file = (part: TlsPart) => ({ path: join(folder, `${part}.pem`), by });
  return { ca: file('ca'), cert: file('cert'), key: file('key') };
}

function readFiles(files: TlsFiles): TlsOptions {
  const texts = Object.fromEntries(
    PARTS.flatMap((part) => {
      const file = files[part];
      return file === undefined ? [] : [[part, readPem(file)]];
    }),
  );
  const name = (part: TlsPart) => `file "${files[part]?.path ?? ''}" of ${files[part]?.by ?? ''}`;
  checkTlsOptions(texts, { ca: name('ca'), cert: name('cert'), key: name('key') });
  return texts;
}

function readPem({ by, path }: NamedFile): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new BuildError('E_TLS_CREDENTIALS', `file "${path}" of ${by} cannot be read`, {
      got: code === 'ENOENT' ? 'no such file' : code,
      expected: 'a file in PEM that this user may read',
      fix: `correct ${by}`,
      cause,
    });
  }
}
