import { BuildError } from '../errors';
import { formatModule, isModulePath, isModuleVersion, type ModuleVersion } from './module-version';

/** A file that go.sum holds the hash of: the zip archive of a module, or its go.mod. */
export interface GoSumFile extends ModuleVersion {
  readonly type: 'mod' | 'zip';
  /** `h1:` and the base64 of a directory's hash, see `directoryHash`. */
  readonly h1: string;
}

/** Of the files that Go's own commands read. */
export const MAX_GO_SUM_BYTES = 16 * 2 ** 20;

/** What go.sum says of Go itself, which is never fetched. */
const TOOLCHAIN = 'golang.org/toolchain';

/** `golang.org/x/text@v0.21.0` for the zip, `golang.org/x/text@v0.21.0/go.mod` for the other. */
export function sumFileName({ type, ...module }: Omit<GoSumFile, 'h1'>): string {
  return type === 'zip' ? formatModule(module) : `${formatModule(module)}/go.mod`;
}

/** Reads a name of {@link sumFileName}; undefined for any other text. */
export function parseSumFileName(name: string): Omit<GoSumFile, 'h1'> | undefined {
  const isMod = name.endsWith('/go.mod');
  const module = isMod ? name.slice(0, -'/go.mod'.length) : name;
  const at = module.lastIndexOf('@');
  const [path, version] = [module.slice(0, at), module.slice(at + 1)];
  if (at < 0 || !isModulePath(path) || !isModuleVersion(version)) return undefined;
  return { path, version, type: isMod ? 'mod' : 'zip' };
}

/**
 * Reads a go.sum: each file once, sorted by name. Hashes of kinds that are not known are passed over,
 * as Go does.
 *
 * @param file what it is, for errors: `go.sum of example.org/app`
 * @throws BuildError `E_GO_SUM` for a line of another form, or two hashes of one file
 */
export function parseGoSum(text: string, file: string): GoSumFile[] {
  const files = new Map<string, GoSumFile>();
  for (const [index, line] of text.split('\n').entries()) {
    const fields = line.trim().split(/\s+/);
    if (fields.length === 1 && fields[0] === '') continue;
    const fail = (got: string): BuildError => sumError(`${file}, line ${index + 1}`, got);
    const [path = '', written = '', hash = '', ...more] = fields;
    if (hash === '' || more.length > 0) throw fail(`${fields.length} words`);
    const [version = '', rest] = written.split('/', 2);
    if (!isModulePath(path)) throw fail(`the module path ${shown(path)}`);
    if (!isModuleVersion(version) || (rest !== undefined && written !== `${version}/go.mod`)) {
      throw fail(`the version ${shown(written)}`);
    }
    if (path === TOOLCHAIN || !hash.startsWith('h1:')) continue;
    if (!/^h1:[A-Za-z0-9+/]{43}=$/.test(hash)) throw fail(`the hash ${shown(hash)}`);
    const entry: GoSumFile = {
      path,
      version,
      type: rest === undefined ? 'zip' : 'mod',
      h1: hash,
    };
    const name = sumFileName(entry);
    const other = files.get(name)?.h1;
    if (other !== undefined && other !== hash) throw fail(`${hash} and ${other} for ${name}`);
    files.set(name, entry);
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function sumError(place: string, got: string): BuildError {
  return new BuildError('E_GO_SUM', `${place} cannot be read`, {
    got,
    expected: 'a module path, a version and a hash: "golang.org/x/text v0.21.0 h1:…="',
    fix: 'make it with "go mod tidy"',
  });
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 120));
}
