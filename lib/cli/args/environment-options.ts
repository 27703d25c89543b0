import {
  type Environment,
  loadEnvironment,
  type Mirrors,
  parseMirrorList,
} from '../../environment';
import type { CommandContext } from '../context';
import { usageError } from './usage-error';

const ARCHIVES = ['debian', 'debian-security'] as const;

/**
 * The facts of the machine, with the mirrors of `--mirror` before all others.
 *
 * @throws BuildError `E_USAGE`, `E_ENVIRONMENT_FORMAT`
 */
export function readEnvironment({ cwd, env, options }: CommandContext): Environment {
  const mirrors = parseMirrorOptions(options.all('mirror'));
  return loadEnvironment({ folder: cwd, env, mirrors });
}

/** `<url>` is a mirror of the main archive, `debian-security=<url>` one of that archive. */
function parseMirrorOptions(values: readonly string[]): Mirrors {
  const mirrors: { -readonly [K in keyof Mirrors]: readonly string[] } = {};
  for (const value of values) {
    const [, named, url] = /^([a-z-]+)=(.*)$/.exec(value) ?? [undefined, 'debian', value];
    const archive = ARCHIVES.find((known) => known === named);
    if (archive === undefined) {
      throw usageError(`option "--mirror" names an archive that is not known`, {
        got: `"${named}"`,
        expected: ARCHIVES.join(' or '),
      });
    }
    mirrors[archive] = [
      ...(mirrors[archive] ?? []),
      ...parseMirrorList([url ?? ''], 'option "--mirror"'),
    ];
  }
  return mirrors;
}
