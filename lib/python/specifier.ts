import { compareReleases, compareVersions, type PythonVersion, parseVersion } from './version';

/** A condition on versions: `>=3.9`, `==2.*`. */
interface Specifier {
  readonly operator: string;
  readonly text: string;
  readonly version: PythonVersion | undefined;
  readonly isPrefix: boolean;
}

/** Conditions that a version must all meet; undefined where the text is no such list. */
export function parseSpecifiers(text: string): readonly Specifier[] | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const specifiers = parts.map(parseSpecifier);
  return specifiers.every((one) => one !== undefined) ? specifiers : undefined;
}

function parseSpecifier(part: string): Specifier | undefined {
  const [, operator = '', text = ''] = /^(===|[~=!<>]=|[<>])\s*(\S+)$/.exec(part) ?? [];
  if (operator === '===') return { operator, text, version: undefined, isPrefix: false };
  const isPrefix = text.endsWith('.*');
  const version = parseVersion(isPrefix ? text.slice(0, -2) : text);
  if (version === undefined) return undefined;
  const isEquality = operator === '==' || operator === '!=';
  if (isPrefix && (!isEquality || !isBareRelease(version))) return undefined;
  // Of builds by whoever packed them only one can be meant.
  if (version.local.length > 0 && !isEquality) return undefined;
  if (operator === '~=' && version.release.length < 2) return undefined;
  return { operator, text, version, isPrefix };
}

const isBareRelease = ({ dev, local, post, pre }: PythonVersion): boolean =>
  dev === undefined && local.length === 0 && post === undefined && pre === undefined;

/**
 * Whether a version meets all conditions, pre-releases among them: which of several versions is taken
 * was decided when it was locked.
 *
 * @see Python packaging: version specifiers (PEP 440)
 */
export function meets(text: string, specifiers: readonly Specifier[]): boolean {
  return specifiers.every((specifier) => meetsOne(text, specifier));
}

function meetsOne(text: string, { isPrefix, operator, text: wanted, version }: Specifier): boolean {
  if (version === undefined) return text.trim().toLowerCase() === wanted.toLowerCase();
  const candidate = parseVersion(text);
  if (candidate === undefined) return false;
  const open = { ...candidate, local: [] };
  switch (operator) {
    case '==':
    case '!=': {
      const isEqual = isPrefix
        ? startsWith(candidate, version)
        : compareVersions(version.local.length > 0 ? candidate : open, version) === 0;
      return isEqual === (operator === '==');
    }
    case '<=':
      return compareVersions(open, version) <= 0;
    case '>=':
      return compareVersions(open, version) >= 0;
    case '~=': {
      const series = { ...version, release: version.release.slice(0, -1) };
      return compareVersions(open, version) >= 0 && startsWith(candidate, series);
    }
    case '<':
      // Of a release also its own pre-releases are not before it.
      return (
        compareVersions(candidate, isPreRelease(version) ? version : { ...version, dev: 0n }) < 0
      );
    default:
      return compareVersions(open, version) > 0 && !isPostOf(candidate, version);
  }
}

/** Whether the first numbers of its release are those of another. */
function startsWith(candidate: PythonVersion, { epoch, release }: PythonVersion): boolean {
  const numbers = release.map((_, index) => candidate.release[index] ?? 0n);
  return candidate.epoch === epoch && compareReleases(numbers, release) === 0;
}

/** Whether it is a later edition of the very same release, which `>` does not mean. */
function isPostOf(candidate: PythonVersion, version: PythonVersion): boolean {
  const { dev, post } = version;
  if (dev !== undefined) return false;
  const same = { ...candidate, post, dev, local: [] };
  if (compareVersions(same, version) !== 0) return false;
  return post === undefined ? candidate.post !== undefined : candidate.post === post;
}

const isPreRelease = ({ dev, pre }: PythonVersion): boolean =>
  dev !== undefined || pre !== undefined;
