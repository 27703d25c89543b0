/** A version of a Python package, in the parts that order it. */
export interface PythonVersion {
  readonly epoch: bigint;
  readonly release: readonly bigint[];
  /** `a`, `b` or `rc`, with its number. @default - it is no pre-release */
  readonly pre?: readonly [phase: 'a' | 'b' | 'rc', number: bigint];
  /** @default - it is no post-release */
  readonly post?: bigint | undefined;
  /** @default - it is no development release */
  readonly dev?: bigint | undefined;
  /** Of who packed it: `1.0+cpu`. @default [] */
  readonly local: readonly (bigint | string)[];
}

const SEPARATOR = '[-_.]?';
const VERSION = new RegExp(
  [
    '^v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)',
    `(?:${SEPARATOR}(alpha|a|beta|b|preview|pre|c|rc)${SEPARATOR}(\\d*))?`,
    `(?:-(\\d+)|${SEPARATOR}(post|rev|r)${SEPARATOR}(\\d*))?`,
    `(?:${SEPARATOR}(dev)${SEPARATOR}(\\d*))?`,
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
);

const PHASES: Readonly<Record<string, 'a' | 'b' | 'rc'>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** Longer texts are nobody's version, and would only cost time. */
const MAX_LENGTH = 300;

/**
 * Reads a version in any of the forms that it may be written in; undefined where it is none.
 *
 * @see Python packaging: version specifiers (PEP 440)
 */
export function parseVersion(text: string): PythonVersion | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const match = VERSION.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [
    ,
    epoch = '0',
    release = '',
    phase,
    preNumber,
    implicit,
    post,
    postNumber,
    dev,
    devNumber,
  ] = match;
  const pre = phase === undefined ? undefined : PHASES[phase];
  return {
    epoch: BigInt(epoch),
    release: release.split('.').map(BigInt),
    ...(pre === undefined ? {} : { pre: [pre, BigInt(preNumber || 0)] }),
    ...(implicit === undefined && post === undefined
      ? {}
      : { post: BigInt(implicit ?? (postNumber || 0)) }),
    ...(dev === undefined ? {} : { dev: BigInt(devNumber || 0) }),
    local: (match[10] ?? '')
      .split(/[-_.]/)
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? BigInt(part) : part)),
  };
}

/** Below zero where the first is older. */
export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return (
    compare(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    comparePre(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocal(a.local, b.local)
  );
}

/** Numbers that are not there are zeros. */
export function compareReleases(a: readonly bigint[], b: readonly bigint[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compare(a[index] ?? 0n, b[index] ?? 0n);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePre(a: PythonVersion, b: PythonVersion): number {
  const [one, other] = [a, b].map(({ dev, post, pre }) => {
    if (pre !== undefined) return ['a', 'b', 'rc'].indexOf(pre[0]);
    // A development release of the release itself comes before its pre-releases.
    return dev !== undefined && post === undefined ? -1 : 3;
  });
  return compare(one ?? 0, other ?? 0) || compare(a.pre?.[1] ?? 0n, b.pre?.[1] ?? 0n);
}

/** @param absent where a version without one stands: before all others, or behind them */
function compareOptional(a: bigint | undefined, b: bigint | undefined, absent: -1 | 1): number {
  if (a === undefined || b === undefined) {
    if (a === b) return 0;
    return a === undefined ? absent : -absent;
  }
  return compare(a, b);
}

function compareLocal(a: readonly (bigint | string)[], b: readonly (bigint | string)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order =
      typeof one === typeof other ? compare(one, other) : typeof one === 'bigint' ? 1 : -1;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
