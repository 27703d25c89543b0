import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Manifest } from '../../lib/assembly/manifest';
import { loadEnvironment } from '../../lib/environment';
import { BuildError } from '../../lib/errors';
import { planMirrors } from '../../lib/fetch/mirror-plan';
import type { CommitSpec } from './git-repository';
import type { InstalledPackage } from './installed-package';

const ROOT = resolve(__dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/hello');

/** What the example's app and lock name, and what a copy of it may need otherwise. */
const ADDRESSES = { repository: 'git://127.0.0.1:48118/hello', registry: '127.0.0.1:5055' };

/** Addresses of a copy of the example. */
export interface HelloAddresses {
  /** URL of a repository made of {@link HELLO_COMMITS}. @default - the example's own */
  readonly repository?: string;
  /** `HOST:PORT` that it is pushed to. @default - the example's own */
  readonly registry?: string;
}

/** The history of the example's source, with the ids that `scripts/git-server` gives it. */
export const HELLO_COMMITS: readonly CommitSpec[] = [
  {
    message: 'A small C program',
    files: {
      Makefile: readFileSync(join(EXAMPLE, 'source/Makefile'), 'utf8'),
      'hello.c': readFileSync(join(EXAMPLE, 'source/hello.c'), 'utf8'),
    },
    annotatedTags: { 'v1.0.0': 'Version 1.0.0' },
  },
];

/** The files of examples/hello, app and lock alike with other addresses in them. */
export function helloFiles(addresses: HelloAddresses = {}): Record<string, string> {
  const { repository, registry } = { ...ADDRESSES, ...addresses };
  const read = (name: string) =>
    readFileSync(join(EXAMPLE, name), 'utf8')
      .replaceAll(ADDRESSES.repository, repository)
      .replaceAll(ADDRESSES.registry, registry);
  return Object.fromEntries(
    ['app.ts', 'package.json', 'synth.lock.json'].map((name) => [name, read(name)]),
  );
}

/** A project whose app is TypeScript, with the runner that it needs on a Node without one. */
export function typescriptProject(
  installed: InstalledPackage,
  files: Readonly<Record<string, string>>,
): string {
  const folder = installed.project(files);
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  return folder;
}

/** Variables that tell where Debian is, of the process that runs the tests. */
export function debianVariables(): Record<string, string> {
  return Object.fromEntries(
    ['SYNTH_DEBIAN_MIRROR', 'SYNTH_DEBIAN_SECURITY_MIRROR'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * Makes sure that what a project's lock names can be fetched. Where the snapshot archive cannot be
 * reached and a mirror has moved on, the project is locked anew, as of now.
 *
 * @returns whether it has the lock that it came with
 */
export async function ensureFetchable(
  installed: InstalledPackage,
  folder: string,
): Promise<boolean> {
  const env = debianVariables();
  const checked = await installed.synth(folder, ['lock', '--check'], { env });
  if (checked.code !== 0) throw new Error(`the example's lock does not fit it:\n${checked.stderr}`);
  const manifest: Manifest = JSON.parse(
    readFileSync(join(folder, 'synth.out/manifest.json'), 'utf8'),
  );
  try {
    const environment = loadEnvironment({ folder, env: { ...env, HOME: folder } });
    await planMirrors(manifest.archiveFiles, { environment });
    return true;
  } catch (error) {
    if (!BuildError.is(error) || error.code !== 'E_DEBIAN_FILE_GONE') throw error;
  }
  process.stderr.write('the locked files of the example are gone: tests lock a copy anew\n');
  datedNow(folder);
  rmSync(join(folder, 'synth.lock.json'));
  const locked = await installed.synth(folder, ['lock'], { env });
  if (locked.code !== 0) throw new Error(`the example cannot be locked:\n${locked.stderr}`);
  return false;
}

/** Sets the snapshot of the app to this moment. */
function datedNow(folder: string): void {
  const file = join(folder, 'app.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/(snapshot: ')\d{8}T\d{6}Z'/, `$1${snapshotNow()}'`));
}

/** This moment as the time stamp of a snapshot. */
export function snapshotNow(): string {
  return new Date().toISOString().replace(/[-:]|\.\d+/g, '');
}
