import type { BuildErrorDetails } from '../../lib/errors';
import { isNodeInRange, type NpmPackage } from '../../lib/npm';
import type { LocatedConstruct } from '../core/located-construct';
import type { Target } from '../core/target';
import type { DebianPackages } from '../debian/debian-packages';

const PACKAGE = 'nodejs';

/** Version of the Node that a Debian has; undefined while it is not locked. */
export function nodeOf(
  root: DebianPackages,
  target: Target,
  owner: LocatedConstruct,
): string | undefined {
  const locked = root.with({ packages: [PACKAGE] }).lockedPackages(target, owner);
  if (locked === undefined) return undefined;
  const version = locked.find(({ name }) => name === PACKAGE)?.version ?? '';
  return /^(?:\d+:)?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? '';
}

/** What is wrong with a Node for packages, by what they say themselves. */
export function engineProblem(
  packages: readonly NpmPackage[],
  version: string,
  ignored: readonly string[] = [],
): { readonly message: string; readonly details: BuildErrorDetails } | undefined {
  const wrong = packages.filter(
    ({ name, node, path }) =>
      node !== undefined &&
      !ignored.includes(path === '' ? '' : name) &&
      isNodeInRange(version, node) === false,
  );
  const [first] = wrong;
  if (first === undefined) return undefined;
  const says = wrong.map(
    ({ name, node, path }) => `${path === '' ? 'the project' : name}: ${node}`,
  );
  return {
    message:
      wrong.length === 1
        ? `${first.path === '' ? 'the project' : `"${first.name}"`} is not for this Node`
        : `${wrong.length} packages are not for this Node`,
    details: {
      got: `Node ${version}`,
      expected: says.join('; '),
      fix: 'take a suite with such a Node, say with "node" which other one there is, or name packages that work in "ignoreEngines"',
    },
  };
}
