import { registryFor } from '../../../environment/npm-config';
import { BuildError } from '../../../errors';
import type { FetchContext } from '../../../fetch/fetch-context';
import { HttpStatusError } from '../../../fetch/http-failure';
import { npmConfigOf, npmFetchError, npmHeaders } from '../../../fetch/npm-archive';
import { isServerFailure, reasonOf } from '../../../fetch/server-failure';
import { SchemaReader } from '../../../json';
import { isPackageName, isPackageVersion, type PlatformNeeds } from '../../../npm';

/** Of what a registry says of a package with all its versions. */
const MAX_BYTES = 256 * 2 ** 20;
const ABBREVIATED = 'application/vnd.npm.install-v1+json';

/**
 * Asks a registry for which platforms a package is.
 *
 * @param wanted `name@range`; of a range the newest version is looked at
 * @returns undefined where no registry has it
 * @throws BuildError `E_NPM_FETCH`
 */
export async function askAbsent(
  wanted: string,
  context: FetchContext,
): Promise<PlatformNeeds | undefined> {
  const at = wanted.lastIndexOf('@');
  const [name, range] = [wanted.slice(0, at), wanted.slice(at + 1)];
  // What leads to another place than a registry is for no platform alone.
  if (!isPackageName(name)) return undefined;
  const url = `${registryFor(npmConfigOf(context.environment), name)}/${name.replace('/', '%2f')}`;
  let text: string;
  try {
    const headers = { accept: ABBREVIATED, ...npmHeaders(url, context) };
    text = (await context.http.get(url, { maxBytes: MAX_BYTES }, headers)).toString('utf8');
  } catch (error) {
    if (error instanceof HttpStatusError && error.status === 404) return undefined;
    if (!isServerFailure(error)) throw error;
    throw npmFetchError(`what the registry says of "${name}"`, [reasonOf(error)]);
  }
  return needsOf(text, range, url);
}

function needsOf(text: string, range: string, url: string): PlatformNeeds | undefined {
  const schema = new SchemaReader('E_NPM_FETCH', url, 'check the registry');
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (cause) {
    throw new BuildError('E_NPM_FETCH', `${url} is no JSON`, { cause });
  }
  const { 'dist-tags': tags, versions } = schema.object(said, '');
  const { latest } = schema.object(tags ?? {}, 'dist-tags');
  const all = schema.object(versions ?? {}, 'versions');
  const version = isPackageVersion(range) ? range : `${latest}`;
  if (!Object.hasOwn(all, version)) return undefined;
  const fields = schema.object(all[version], `versions["${version}"]`);
  const words = (field: 'os' | 'cpu' | 'libc') => [fields[field] ?? []].flat().map(String);
  return { os: words('os'), cpu: words('cpu'), libc: words('libc') };
}
