import { BuildError } from '../../lib/errors';
import { bindMount, type State, scratch } from '../../lib/llb';
import { type Installation, isStored, type NpmPackage, type NpmPackages } from '../../lib/npm';
import { formatPlatform } from '../../lib/oci/platform';
import type { LocatedConstruct } from '../core/located-construct';
import type { Target } from '../core/target';
import { packagesOf } from '../debian/debian-root';
import { stageEnvironment } from '../stage/stage-environment';
import type { NpmPackagesProps } from './npm-packages-props';

/** What compiles native parts of packages, all of it Debian's. */
const TOOLS = ['g++', 'libnode-dev', 'make', 'node-gyp', 'nodejs', 'npm', 'pkgconf', 'python3'];
const PROJECT = '/app';

type Wishes = Pick<NpmPackagesProps, 'ignoreScripts' | 'scripts'>;

/**
 * Holds the app to packages that are there: what it says of others would say nothing.
 *
 * @throws BuildError `E_NPM_SCRIPTS`
 */
export function checkScripts(packages: NpmPackages, { ignoreScripts = [], scripts = [] }: Wishes) {
  const known = new Set([...packages.values()].filter(hasScript).map(({ name }) => name));
  const odd = [...scripts, ...ignoreScripts].find((name) => !known.has(name));
  if (odd !== undefined) {
    throw new BuildError('E_NPM_SCRIPTS', `"${odd}" has no install script, or is not there`, {
      expected: known.size === 0 ? 'no name' : [...known].sort().join(', '),
      fix: 'take it out of "scripts" and "ignoreScripts"',
    });
  }
  const both = scripts.find((name) => ignoreScripts.includes(name));
  if (both === undefined) return;
  throw new BuildError('E_NPM_SCRIPTS', `"${both}" is in "scripts" and in "ignoreScripts"`, {
    expected: 'it in one of them',
  });
}

/**
 * The packages whose install scripts run.
 *
 * @throws BuildError `E_NPM_SCRIPTS`
 */
export function scriptedPackages(
  { packages }: Installation,
  { ignoreScripts = [], scripts = [] }: Wishes,
  target: Target,
  owner: LocatedConstruct,
): readonly NpmPackage[] {
  const withScript = packages.filter(hasScript);
  const unsaid = withScript.filter(({ name }) => ![...scripts, ...ignoreScripts].includes(name));
  if (unsaid.length > 0) {
    const names = [...new Set(unsaid.map(({ name }) => `'${name}'`))].sort().join(', ');
    throw owner.error(
      'E_NPM_SCRIPTS',
      'packages run a script when they are installed, and nothing says whether they need it',
      {
        got: unsaid.map(({ name, version }) => `${name} ${version}`).join(', '),
        expected: 'each of them in "scripts", or in "ignoreScripts"',
        fix: `where they work without: ignoreScripts: [${names}]`,
      },
    );
  }
  const chosen = withScript.filter(({ name }) => scripts.includes(name));
  const [platform, build] = [target.platform, target.build].map(formatPlatform);
  const [first] = chosen;
  const stored = chosen.find(isStored);
  if (stored !== undefined) {
    throw owner.error(
      'E_NPM_SCRIPTS',
      `the install script of "${stored.name}" cannot run in a project of pnpm`,
      {
        expected: '"scripts" for a project with a package-lock.json alone',
        fix: `take a version of "${stored.name}" that brings its compiled parts, or make a package-lock.json: "npm install --package-lock-only"`,
      },
    );
  }
  if (first === undefined || platform === build) return chosen;
  throw owner.error(
    'E_NPM_SCRIPTS',
    `the install script of "${first.name}" would make files for ${build}`,
    {
      got: `it runs on ${build}, and is for ${platform}`,
      expected: 'install scripts for the platform that builds alone',
      fix: `build for ${platform} on such a machine, leave that platform out, or take a version of "${first.name}" that brings its compiled parts`,
    },
  );
}

function hasScript({ hasInstallScript, source }: NpmPackage): boolean {
  return hasInstallScript && source.type !== 'folder' && source.type !== 'link';
}

/** Runs install scripts: one exec of `npm rebuild` on the build platform, without network. */
export function runScripts(
  tree: State,
  packages: readonly NpmPackage[],
  { base, scriptPackages = [] }: Pick<NpmPackagesProps, 'base' | 'scriptPackages'>,
  target: Target,
  owner: LocatedConstruct,
): State {
  const root = packagesOf(base).with({ packages: [...TOOLS, ...scriptPackages] });
  const wanted = [...new Set(packages.map(({ name, version }) => `${name}@${version}`))];
  return root
    .root(target.for(target.build), owner)
    .run({
      args: ['npm', 'rebuild', ...wanted],
      cwd: PROJECT,
      env: {
        ...stageEnvironment(root.base.sourceDateEpoch),
        npm_config_cache: '/npm/cache',
        npm_config_foreground_scripts: 'true',
        npm_config_ignore_scripts: 'false',
        npm_config_logs_max: '0',
        npm_config_nodedir: '/usr',
        npm_config_offline: 'true',
        npm_config_update_notifier: 'false',
      },
      mounts: [
        bindMount(PROJECT, tree),
        bindMount('/npm', scratch(), { forceNoOutput: true }),
        bindMount('/tmp', scratch(), { forceNoOutput: true }),
      ],
      network: 'none',
      customName: `${owner.node.id}: install scripts of ${wanted.join(', ')}`,
      source: owner.source,
    })
    .mount(PROJECT);
}
