import {
  type Environment,
  loadEnvironment,
  MIRRORED_ARCHIVES,
  type Mirrors,
  parseCachePlaces,
  parseMirrorList,
  parseSecretSource,
  parseSshSource,
  type SecretSource,
  type SpecPlace,
  type SshSource,
} from '../../environment';
import { BuildError } from '../../errors';
import type { CommandContext } from '../context';
import type { OptionName } from './options';
import { usageError } from './usage-error';

/**
 * The facts of the machine, with what `--mirror`, `--secret`, `--ssh` and the caches say before all others.
 *
 * @throws BuildError `E_USAGE`, `E_ENVIRONMENT_FORMAT`
 */
export function readEnvironment({ cwd, env, options }: CommandContext): Environment {
  const mirrors = parseMirrorOptions(options.all('mirror'));
  const at = (name: OptionName): SpecPlace => ({
    by: `option "--${name}"`,
    folder: cwd,
    env,
    fail: (message, details) => new BuildError('E_USAGE', message, details),
  });
  const secrets = options.all('secret').map((text) => parseSecretSource(text, at('secret')));
  const ssh = options.all('ssh').map((text) => parseSshSource(text, at('ssh')));
  const caches = (field: 'cacheFrom' | 'cacheTo', name: 'cache-from' | 'cache-to') =>
    options.has(name)
      ? { [field]: options.all(name).flatMap((text) => parseCachePlaces(text, at(name))) }
      : {};
  checkSecrets(secrets);
  checkAgents(ssh);
  return loadEnvironment({
    folder: cwd,
    env,
    mirrors,
    secrets,
    ssh,
    ...caches('cacheFrom', 'cache-from'),
    ...caches('cacheTo', 'cache-to'),
    vendor: options.last('vendor'),
  });
}

function checkSecrets(secrets: readonly SecretSource[]): void {
  for (const { by, id, place, problem } of secrets) {
    const got = problem();
    if (got === undefined) continue;
    throw usageError(`${by}: secret "${id}" is to be read from ${place}, which it cannot`, {
      got,
      expected: 'a file that can be read, or a variable that is set',
      fix: `make it, or correct ${by}`,
    });
  }
}

function checkAgents(agents: readonly SshSource[]): void {
  for (const { by, id, place, problem } of agents) {
    const found = problem();
    if (found === undefined) continue;
    throw usageError(`${by}: ssh agent "${id}" cannot be had at ${place}`, {
      expected: 'the socket of an ssh agent',
      ...found,
    });
  }
}

/** `<url>` is a mirror of Debian's main archive, `debian-security=<url>` and `go=<url>` of these. */
function parseMirrorOptions(values: readonly string[]): Mirrors {
  const mirrors: { -readonly [K in keyof Mirrors]: readonly string[] } = {};
  for (const value of values) {
    const [, named, url] = /^([a-z-]+)=(.*)$/.exec(value) ?? [undefined, 'debian', value];
    const archive = MIRRORED_ARCHIVES.find((known) => known === named);
    if (archive === undefined) {
      throw usageError(`option "--mirror" names an archive that is not known`, {
        got: `"${named}"`,
        expected: MIRRORED_ARCHIVES.join(' or '),
      });
    }
    mirrors[archive] = [
      ...(mirrors[archive] ?? []),
      ...parseMirrorList([url ?? ''], 'option "--mirror"'),
    ];
  }
  return mirrors;
}
