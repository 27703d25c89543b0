import { BuildError } from '../errors';
import { readVerifierKey, type VerifierKey } from '../go';
import { goVariables, isPlainUrl, patternsOf } from './go-proxies';

/** The checksum database that modules of Go are held to. */
export interface GoSumDatabase {
  readonly key: VerifierKey;
  /** Where it is, without a final slash. @default - module proxies are asked for it, and then its own host */
  readonly url?: string;
  /** Patterns of module paths that it is not asked for: `GONOSUMDB`, or else `GOPRIVATE`. */
  readonly notFor: readonly string[];
}

/**
 * Reads `GOSUMDB`, `GONOSUMDB` and `GOPRIVATE`, of the variables or of the file that `go env -w` writes.
 *
 * @returns undefined where `GOSUMDB` is not set, or `off`
 * @throws BuildError `E_ENVIRONMENT_FORMAT`
 * @see Go Modules Reference, "Checksum database"
 */
export function readGoSumDatabase(
  env: Readonly<Record<string, string | undefined>>,
): GoSumDatabase | undefined {
  const value = goVariables(env);
  const text = value('GOSUMDB').trim();
  if (text === '' || text === 'off') return undefined;
  const [database = '', url, ...more] = text.split(/\s+/);
  const key = readVerifierKey(database);
  if (key === undefined || more.length > 0 || (url !== undefined && !isPlainUrl(url))) {
    throw new BuildError('E_ENVIRONMENT_FORMAT', 'GOSUMDB cannot be read', {
      got: JSON.stringify(text.slice(0, 200).replace(/\/\/[^/@\s]*@/, '//…@')),
      expected: '"sum.golang.org", or a key "name+id+key", and a URL without a login behind it',
      fix: 'correct it, or set GOSUMDB=off',
    });
  }
  return {
    key,
    ...(url === undefined ? {} : { url: url.replace(/\/+$/, '') }),
    notFor: patternsOf(value('GONOSUMDB') || value('GOPRIVATE')),
  };
}
