import { BuildError, BuildErrors } from '../../errors';
import { didYouMean } from '../../errors/near-miss';
import type { Candidate, CandidateSet } from '../candidate-set';
import { nearPackages } from '../near-packages';
import type { Member } from './member';
import type { PackageGraph } from './package-graph';

/**
 * The packages that names stand for: `name`, or `name:arch`; a virtual one for its only provider.
 *
 * @throws BuildError `E_DEBIAN_PACKAGE_UNKNOWN`, for every unknown name at once
 */
export function namedMembers(graph: PackageGraph, names: readonly string[]): Member[] {
  const found: Member[] = [];
  const errors: BuildError[] = [];
  for (const name of names) {
    const member = namedMember(graph, name);
    if (BuildError.is(member)) errors.push(member);
    else found.push(member);
  }
  BuildErrors.throwIfAny(errors);
  return found;
}

function namedMember(graph: PackageGraph, wanted: string): Member | BuildError {
  const [name = '', qualifier, ...rest] = wanted.split(':');
  const architecture = qualifier ?? graph.native;
  const set = graph.set(architecture);
  if (set === undefined || rest.length > 0) {
    return new BuildError(
      'E_DEBIAN_PACKAGE_UNKNOWN',
      `package "${wanted}": architecture is unknown`,
      {
        got: `"${architecture}"`,
        expected: graph.architectures.join(', '),
      },
    );
  }
  const candidate = set.candidate(name);
  if (candidate !== undefined) return graph.member(candidate, architecture);
  if (set.isHeldBack(name)) return forbiddenError(wanted, name, set);
  const providers = set.providers(name);
  const [only, second] = providers;
  if (only !== undefined && second === undefined) return graph.member(only, architecture);
  return unknownPackageError(wanted, name, providers, set);
}

/** The suite has it, and it may not be chosen. */
function forbiddenError(wanted: string, name: string, set: CandidateSet): BuildError {
  const versions = set.versions(name).map((found) => `${found.package.version} (${found.suite})`);
  return new BuildError(
    'E_DEBIAN_UNSATISFIABLE',
    `package "${wanted}" is asked for and may not be chosen`,
    {
      got: set.describe(name),
      expected: `a version that may be: ${[...new Set(versions)].join(', ')}`,
      fix: `give one of them a priority above 0, or name it: "${wanted}=${set.versions(name)[0]?.package.version}"`,
    },
  );
}

function unknownPackageError(
  wanted: string,
  name: string,
  providers: readonly Candidate[],
  set: CandidateSet,
): BuildError {
  if (providers.length > 0) {
    const names = providers
      .map((provider) => provider.package.name)
      .sort()
      .join(', ');
    return new BuildError(
      'E_DEBIAN_PACKAGE_UNKNOWN',
      `package "${wanted}" is virtual, and several packages provide it`,
      { got: `"${wanted}"`, expected: `one of ${names}`, fix: 'name the package that is wanted' },
    );
  }
  const near = nearPackages(name, new Set(set.names()));
  return new BuildError(
    'E_DEBIAN_PACKAGE_UNKNOWN',
    `package "${wanted}" does not exist in the suite`,
    {
      got: `"${wanted}"`,
      expected: 'a package of the suite, for the architecture asked for',
      fix: didYouMean(near) ?? 'check the name, the suite and the components',
    },
  );
}
