/** A daemon that a program connects to: what the program reads and writes is the connection. */
export interface CommandAddress {
  /** Tells addresses apart. */
  readonly kind: 'command';
  /** The address as it was given. */
  readonly text: string;
  /** Name of the program, looked for in `PATH`. */
  readonly program: string;
  /** Its arguments. */
  readonly args: readonly string[];
}

/** Why an address of a known scheme cannot be read. */
export type AddressFault = { readonly fault: string };

/** What stands for the daemon on its side. */
const DIAL = ['buildctl', 'dial-stdio'];

interface Scheme {
  /** What the host of the address is called, and how it is named. */
  readonly subject: string;
  readonly name: RegExp;
  /** Names of the values after "?". */
  readonly values: readonly string[];
  command(url: URL, value: (name: string) => string | undefined): readonly string[];
}

const flag = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`--${name}=${value}`];

// A name that began with a dash would be read as an option.
const CONTAINER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const POD_NAME = /^[a-z0-9][a-z0-9.-]*$/;
const HOST_NAME = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])$/;

/** A program that runs others in a container; `values` are options of its own. */
const inContainer = (program: string, ...values: readonly string[]): Scheme => ({
  subject: 'container',
  name: CONTAINER_NAME,
  values,
  command: ({ hostname }, value) => [
    program,
    ...values.flatMap((name) => flag(name, value(name))),
    ...['exec', '-i', hostname, ...DIAL],
  ],
});

/** @see BuildKit client/connhelper */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  'docker-container': inContainer('docker', 'context'),
  'podman-container': inContainer('podman'),
  'nerdctl-container': inContainer('nerdctl', 'namespace'),
  'kube-pod': {
    subject: 'pod',
    name: POD_NAME,
    values: ['context', 'namespace', 'container'],
    command: ({ hostname }, value) => [
      'kubectl',
      ...flag('context', value('context')),
      ...flag('namespace', value('namespace')),
      'exec',
      ...flag('container', value('container')),
      ...['-i', hostname, '--', ...DIAL],
    ],
  },
  ssh: {
    subject: 'host',
    name: HOST_NAME,
    values: [],
    command: ({ hostname, pathname, port, username }) => {
      const socket = pathname.length > 1 ? ['--addr', `unix://${pathname}`] : [];
      return [
        'ssh',
        ...(username === '' ? [] : ['-l', decodeURIComponent(username)]),
        ...(port === '' ? [] : ['-p', port]),
        ...['--', hostname.replace(/^\[(.*)\]$/, '$1'), 'buildctl', ...socket, 'dial-stdio'],
      ];
    },
  },
};

/** The path is a word in the command line of a shell, on the host. */
const SHELL_WORD = /^[\w./@%+:,=-]*$/;

function sshFault({ pathname, port, username }: URL): string | undefined {
  if (!SHELL_WORD.test(pathname)) return 'its path has characters that mean something to a shell';
  if (port === '0') return 'port 0 is none';
  try {
    decodeURIComponent(username);
  } catch {
    return 'its user is not percent-encoded UTF-8';
  }
  return undefined;
}

/** Schemes of addresses that a program connects to. */
export const COMMAND_SCHEMES = Object.keys(SCHEMES);

/** Reads an address whose scheme is one of {@link COMMAND_SCHEMES}. */
export function parseCommandAddress(text: string): CommandAddress | AddressFault {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { fault: 'it is no URL' };
  }
  const scheme = SCHEMES[url.protocol.slice(0, -1)];
  if (scheme === undefined) return { fault: 'its scheme is not known' };
  const { name, subject, values } = scheme;
  if (url.hostname === '') return { fault: `no ${subject}` };
  if (!name.test(url.hostname)) return { fault: `"${url.hostname}" is no name of a ${subject}` };
  if (url.password) return { fault: 'a password has no place in it' };
  const isSsh = url.protocol === 'ssh:';
  const hasMore = url.hash || (!isSsh && (url.username || url.port || url.pathname.length > 1));
  const unknown = [...url.searchParams.keys()].find((key) => !values.includes(key));
  if (hasMore || unknown !== undefined) {
    return { fault: `more than a ${[subject, ...values].join(', ')}` };
  }
  const value = (key: string) => url.searchParams.get(key) || undefined;
  const fault = isSsh ? sshFault(url) : undefined;
  if (fault !== undefined) return { fault };
  const [program = '', ...args] = scheme.command(url, value);
  if (args.some((word) => word.includes('\0'))) return { fault: 'it holds a NUL' };
  return { kind: 'command', text, program, args };
}
