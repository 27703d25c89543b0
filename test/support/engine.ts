import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The engine of `scripts/engine`: a Docker Engine or a buildkitd. */
export interface TestEngine {
  /** What `BUILDKIT_HOST` holds: `unix:///…`. */
  readonly address: string;
  /** Path of a docker program for it; none if it is a bare buildkitd. */
  readonly docker: string | undefined;
  /** Path of a docker-buildx program for it, if there is one. */
  readonly buildx: string | undefined;
}

/** The registry of `scripts/registry`. */
export interface TestRegistry {
  /** `127.0.0.1:PORT`, plain HTTP. */
  readonly host: string;
}

/** The registry of `scripts/registry --name auth`. */
export interface TestAuthRegistry extends TestRegistry {
  readonly user: string;
  readonly password: string;
}

/** The standalone daemon of `scripts/buildkitd`. */
export interface TestBuildkitd {
  readonly address: string;
  /** Path of the buildctl of the same version. */
  readonly buildctl: string;
}

/** The program `openssl`, which makes certificates. */
export interface TestOpenssl {
  readonly program: string;
}

/** The programs of OpenSSH's client: `ssh-agent`, `ssh-add`, `ssh-keygen`. */
export interface TestSsh {
  readonly agent: string;
}

/** OpenSSH's server. */
export interface TestSshd {
  /** Absolute path: it starts itself again. */
  readonly program: string;
}

/** What tests may ask for, by name. */
export interface TestServices {
  readonly engine: TestEngine;
  readonly registry: TestRegistry;
  readonly authRegistry: TestAuthRegistry;
  readonly buildkitd: TestBuildkitd;
  readonly openssl: TestOpenssl;
  readonly ssh: TestSsh;
  readonly sshd: TestSshd;
}

const ROOT = join(__dirname, '../..');

/** What the script prints in its `env`, or nothing if it has nothing running. */
function scriptEnvironment(args: readonly [string, ...string[]]): Record<string, string> {
  const [script, ...rest] = args;
  const { status, stdout } = spawnSync(join(ROOT, 'scripts', script), ['env', ...rest], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) return {};
  // The values are quoted for a shell, so a shell reads them.
  const names = [...stdout.matchAll(/^export (\w+)=/gm)].map((match) => match[1] ?? '');
  return Object.fromEntries(
    names.map((name) => {
      const value = spawnSync('bash', ['-c', `${stdout}\nprintf %s "$${name}"`], {
        encoding: 'utf8',
      });
      return [name, value.stdout];
    }),
  );
}

/** The environment if it names the service, else what runs in this checkout. */
function lookUp(
  variable: string,
  args: readonly [string, ...string[]],
): Readonly<Record<string, string | undefined>> {
  return process.env[variable] ? process.env : scriptEnvironment(args);
}

const FIND: { readonly [K in keyof TestServices]: () => TestServices[K] | undefined } = {
  engine: () => {
    const env = lookUp('BUILDKIT_HOST', ['engine']);
    const address = env.BUILDKIT_HOST;
    if (!address) return undefined;
    return { address, docker: env.TEST_DOCKER, buildx: env.TEST_BUILDX };
  },
  registry: () => {
    const host = lookUp('TEST_REGISTRY', ['registry']).TEST_REGISTRY;
    return host ? { host } : undefined;
  },
  authRegistry: () => {
    const env = lookUp('TEST_REGISTRY_AUTH', ['registry', '--name', 'auth']);
    const [user, password] = (env.TEST_REGISTRY_AUTH_LOGIN ?? '').split(':');
    if (!env.TEST_REGISTRY_AUTH || !user || !password) return undefined;
    return { host: env.TEST_REGISTRY_AUTH, user, password };
  },
  buildkitd: () => {
    const env = lookUp('TEST_BUILDKITD', ['buildkitd']);
    if (!env.TEST_BUILDKITD || !env.TEST_BUILDCTL) return undefined;
    return { address: env.TEST_BUILDKITD, buildctl: env.TEST_BUILDCTL };
  },
  openssl: () => {
    const { status } = spawnSync('openssl', ['version'], { stdio: 'ignore' });
    return status === 0 ? { program: 'openssl' } : undefined;
  },
  ssh: () => {
    const { status } = spawnSync('ssh-add', ['-?'], { stdio: 'ignore' });
    return status === null ? undefined : { agent: 'ssh-agent' };
  },
  sshd: () => {
    const program = process.env.TEST_SSHD || '/usr/sbin/sshd';
    return existsSync(program) ? { program } : undefined;
  },
};

const HOW_TO_START: Readonly<Record<keyof TestServices, string>> = {
  engine: 'scripts/engine start',
  registry: 'scripts/registry start',
  authRegistry: 'scripts/registry start --name auth --auth user:password',
  buildkitd: 'scripts/buildkitd start',
  openssl: 'apt-get install openssl',
  ssh: 'apt-get install openssh-client',
  sshd: 'apt-get install openssh-server, or set TEST_SSHD to its program',
};

/**
 * A `describe` whose tests need real services. Without them it is skipped, and says so on stderr;
 * where `TEST_REQUIRE` names the service (as `scripts/test` sets it) that is an error instead.
 *
 * @example
 * describeWith(['engine', 'registry'], 'push', ({ engine, registry }) => { test(…) });
 */
export function describeWith<K extends keyof TestServices>(
  needs: readonly K[],
  name: string,
  body: (services: Pick<TestServices, K>) => void,
): void {
  const found: Partial<Pick<TestServices, K>> = {};
  for (const need of needs) {
    const service = FIND[need]();
    if (service === undefined) {
      skip(need, name);
      return;
    }
    found[need] = service;
  }
  describe(name, () => body(found as Pick<TestServices, K>));
}

function skip(need: keyof TestServices, name: string): void {
  const reason = `"${name}" needs ${need}, which does not run here: ${HOW_TO_START[need]}`;
  if ((process.env.TEST_REQUIRE ?? '').split(',').includes(need)) throw new Error(reason);
  process.stderr.write(`skipped: ${reason}\n`);
  describe.skip(name, () => {
    // A suite needs a test; this one shows as skipped, with the reason as its name.
    test(reason, () => undefined);
  });
}
