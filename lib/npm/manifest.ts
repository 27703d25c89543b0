import { BuildError } from '../errors';
import type { NpmPackage } from './npm-package';

const FIELDS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

/** Programs that write locks, by what makes one anew. */
const MAKERS = {
  npm: { file: 'package-lock.json', command: 'npm install --package-lock-only' },
  pnpm: { file: 'pnpm-lock.yaml', command: 'pnpm install --lockfile-only' },
} as const;

/**
 * Holds what the lock says of a folder of the project to its package.json, as `npm ci` does.
 *
 * @param text of the package.json
 * @param place of it, for people
 * @param maker program that wrote the lock
 * @throws BuildError `E_NPM_LOCK`
 */
export function requireSameManifest(
  locked: NpmPackage,
  text: string,
  place: string,
  maker: keyof typeof MAKERS,
): void {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw new BuildError('E_NPM_LOCK', `${place} is no JSON`, {
      got: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
  const own: Readonly<Record<string, unknown>> = { ...Object(manifest) };
  const optional = Object.keys({ ...Object(own.optionalDependencies) });
  // pnpm installs peers of the project, and has them among what it needs.
  const peers = maker === 'pnpm' ? Object.keys({ ...Object(own.peerDependencies) }) : [];
  for (const field of FIELDS) {
    if (maker === 'pnpm' && field === 'peerDependencies') continue;
    const entries = Object.entries({ ...Object(own[field]) });
    // npm itself takes what stands in both for optional.
    const wanted = entries.filter(([name]) => field !== 'dependencies' || !optional.includes(name));
    const differing =
      wanted.find(([name, range]) => locked[field].get(name) !== range) ??
      [...locked[field]].find(
        ([name]) => !wanted.some(([known]) => known === name) && !peers.includes(name),
      );
    if (differing === undefined) continue;
    const [name, range] = differing;
    throw new BuildError('E_NPM_LOCK', `${MAKERS[maker].file} is not of this package.json`, {
      got: `"${name}" of ${field}: ${JSON.stringify(range)} in one of them`,
      expected: `the same ${field} in both, of ${place}`,
      fix: `run "${MAKERS[maker].command}", and commit both`,
    });
  }
}
