import { BuildError } from '../../errors';
import { NPM_REGISTRY } from '../registry';
import { type ClassicFields, parseClassicText } from './classic-text';
import { setsOf, type YarnPackage, type YarnProject } from './yarn-project';

/** Another name of the public registry, which yarn writes. */
const YARN_REGISTRY = 'https://registry.yarnpkg.com/';

/**
 * Reads a yarn.lock of yarn 1.
 *
 * @param manifest text of the package.json beside it
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function readClassicLock(text: string, manifest: string, where: string): YarnProject {
  requireClassic(text, where);
  const fields = manifestOf(manifest, where);
  requireNoWorkspaces(fields, where);
  requirePlainResolutions(fields, where);
  const blocks = [...parseClassicText(text)];
  return {
    folders: { '': setsOf(fields, 'package.json') },
    packages: Object.fromEntries(blocks.map(([head, block]) => [head, packageOf(head, block)])),
  };
}

/** yarn 2 and newer write another file, with hashes of archives that they make themselves. */
function requireClassic(text: string, where: string): void {
  if (!/^__metadata:/m.test(text)) return;
  throw new BuildError('E_NPM_LOCK', `the yarn.lock ${where} is of yarn 2 or newer`, {
    expected: 'the yarn.lock of yarn 1, or the lock of npm or pnpm',
    fix: 'make a package-lock.json beside it: "npm install --package-lock-only"',
  });
}

function packageOf(head: string, block: ClassicFields): YarnPackage {
  const text = (name: string): string | undefined => {
    const value = block.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const ranges = (name: 'dependencies' | 'optionalDependencies') => {
    const value = block.get(name);
    return value === undefined || typeof value === 'string'
      ? {}
      : { [name]: Object.fromEntries(value) };
  };
  const [url = '', ...fragment] = (text('resolved') ?? '').split('#');
  const version = text('version') ?? '';
  const integrity = text('integrity');
  if (url === '' || !/^https?:/.test(url) || isGit(head)) throw noRegistry(head, text('resolved'));
  if (integrity === undefined) {
    throw new BuildError('E_NPM_LOCK', `yarn.lock has no integrity of "${head.slice(0, 200)}"`, {
      got: fragment.length === 0 ? 'no hash' : 'a sha1 alone, which can be forged',
      expected: 'a sha512, as yarn 1.10 and newer write it',
      fix: 'run "yarn install --update-checksums", and commit the file',
    });
  }
  const resolved = url.startsWith(YARN_REGISTRY)
    ? `${NPM_REGISTRY}/${url.slice(YARN_REGISTRY.length)}`
    : url;
  return {
    version,
    resolved,
    integrity,
    ...ranges('dependencies'),
    ...ranges('optionalDependencies'),
  };
}

function isGit(head: string): boolean {
  return /@(?:git[+:@]|github:|[^,]*\.git(?:#|$))/.test(head);
}

function noRegistry(head: string, resolved: string | undefined): BuildError {
  return new BuildError('E_NPM_SOURCE', `"${head.slice(0, 200)}" comes from no registry`, {
    got: JSON.stringify((resolved ?? '').replace(/\/\/[^/@]*@/, '//…@').slice(0, 200)),
    expected: 'an archive with a hash',
    fix: 'take a version of a registry, or publish it',
  });
}

function manifestOf(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    return { ...Object(JSON.parse(text)) };
  } catch (cause) {
    throw new BuildError('E_NPM_LOCK', `package.json ${where} is no JSON`, {
      got: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

/** yarn.lock of yarn 1 does not say which folders the project has. */
function requireNoWorkspaces({ workspaces }: Readonly<Record<string, unknown>>, where: string) {
  if (workspaces === undefined) return;
  throw new BuildError(
    'E_NPM_LOCK',
    `the project ${where} has workspaces, and a yarn.lock of yarn 1`,
    {
      got: JSON.stringify(workspaces).slice(0, 200),
      expected: 'a project of one package, or a lock that says which folders there are',
      fix: 'make a package-lock.json beside it: "npm install --package-lock-only"',
    },
  );
}

/** What is resolved for the users of one package alone stands nowhere in yarn.lock. */
function requirePlainResolutions(
  { resolutions }: Readonly<Record<string, unknown>>,
  where: string,
) {
  const odd = Object.keys({ ...Object(resolutions) }).find(
    (key) => !/^(?:\*\*\/)?(?:@[^/]+\/)?[^/]+$/.test(key),
  );
  if (odd === undefined) return;
  throw new BuildError(
    'E_NPM_LOCK',
    `package.json ${where} resolves packages for some users alone`,
    {
      got: `"resolutions" of "${odd.slice(0, 200)}"`,
      expected: 'resolutions that count for all: "name", "**/name"',
      fix: 'resolve it for all that need it, or make a package-lock.json: "npm install --package-lock-only"',
    },
  );
}
