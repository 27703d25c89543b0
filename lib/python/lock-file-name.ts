/** Names of lock files that are looked for, where none is named. */
export const LOCK_FILES = ['pylock.toml', 'uv.lock', 'poetry.lock', 'requirements.txt'] as const;

/** Forms of files that lock Python packages. */
export type LockFileForm = 'poetry' | 'pylock' | 'requirements' | 'uv';

/** The form of a lock file, by its name; undefined where it is none. */
export function lockFileForm(name: string): LockFileForm | undefined {
  if (/^pylock(?:\.[^./]+)?\.toml$/.test(name)) return 'pylock';
  if (name === 'uv.lock') return 'uv';
  if (name === 'poetry.lock') return 'poetry';
  return name.endsWith('.txt') ? 'requirements' : undefined;
}

/** A lock file, or why there is none. */
export interface ChosenLockFile {
  readonly file: string;
  readonly text: string;
  /** @default - there is one */
  readonly problem?: { readonly message: string; readonly expected: string; readonly fix: string };
}

/**
 * The one lock file of a folder.
 *
 * @param texts of those that are there, by name
 * @param named by the user; undefined where nobody did
 */
export function choosePythonLockFile(
  texts: ReadonlyMap<string, string>,
  named: string | undefined,
): ChosenLockFile {
  const [[file = named ?? '', text = ''] = [], ...others] = texts;
  if (texts.size === 1) return { file, text };
  const problem =
    others.length > 0
      ? {
          message: `there are ${[...texts.keys()].join(' and ')}`,
          expected: 'one file that says which packages there are',
          fix: `name it: file: '${file}'`,
        }
      : {
          message: `there is no ${named ?? 'lock file of Python packages'}`,
          expected: named ?? LOCK_FILES.join(', '),
          fix: 'name its folder with "directory", and the file with "file" where it has another name',
        };
  return { file, text, problem };
}
