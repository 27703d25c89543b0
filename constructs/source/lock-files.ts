import { type Field, instance } from '../../lib/props';
import type { IArtifact } from '../core/artifact';
import type { Target } from '../core/target';

/** Files in which an ecosystem says what it needs, such as go.sum: their texts, or where they are. */
export type LockFiles = LocalLockFiles | RepositoryLockFiles;

/** Files of the app. */
export interface LocalLockFiles {
  /** Tells the kinds of lock files apart. */
  readonly type: 'files';
  /** The folder, relative to that of the app. */
  readonly folder: string;
  /** By name; what is not there is left out. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Files of a git repository, which `synth lock` reads. */
export interface RepositoryLockFiles {
  /** Tells the kinds of lock files apart. */
  readonly type: 'git';
  /** URL of the repository as the user wrote it, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Relative to the root of the repository; empty for the root. */
  readonly folder: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** A source whose lock files can be read: `LocalFiles` and `PinnedGitSource`. */
export interface ReadableSource extends IArtifact {
  /**
   * Files of a folder of it; undefined while its commit is not locked.
   *
   * @param folder relative to its root; empty for the root
   * @internal
   */
  lockFiles(target: Target, folder: string, names: readonly string[]): LockFiles | undefined;
}

/** A property that is such a source. */
export const READABLE_SOURCE: Field<ReadableSource> = instance(
  'a source of the app or a repository: new LocalFiles(...), new PinnedGitSource(...)',
  (value): value is ReadableSource =>
    'lockFiles' in value && typeof value.lockFiles === 'function' && 'lower' in value,
);
