import {
  BuildError,
  type BuildErrorDetails,
  type ErrorCode,
  type OwnErrorCode,
  type SourceLocation,
} from '../../lib/errors';
import { copy, type FileAction, merge, type State, scratch } from '../../lib/llb';
import {
  ABSOLUTE_PATH,
  describeValue,
  type Field,
  list,
  RELATIVE_PATH,
  text,
} from '../../lib/props';
import { ARTIFACT, type IArtifact } from './artifact';
import {
  checkFileOptions,
  FILE_DATE,
  type FileOptions,
  fileOptions,
  folderMode,
  parentOf,
  treeOptions,
} from './file-options';
import { LocatedConstruct } from './located-construct';
import { lowerArtifact } from './lower-artifact';
import { callerLocation } from './source-location';
import type { Target } from './target';

/** What can be done with the artifacts of this package, and by {@link Artifact.of} with any. */
export interface ArtifactOperations {
  /**
   * The files with their root at an absolute path: `program.at('/boot/bin')`.
   *
   * Becomes a `FileActionCopy` to scratch.
   *
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean, `E_PROPERTY`
   */
  at(path: string, options?: FileOptions): Artifact;
  /**
   * One file, by its path below the root: `source.file('etc/app.conf').at('/etc/app/main.conf')`.
   *
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not relative and clean
   */
  file(path: string): ArtifactFile;
  /**
   * A folder, by its path below the root; it is the root of what this gives.
   *
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not relative and clean
   */
  directory(path: string): Artifact;
  /**
   * Only what matches one of these patterns, with the rules of `.dockerignore`: `'**\/*.conf'`.
   *
   * Becomes the include patterns of a `FileActionCopy`.
   *
   * @throws BuildError `E_FILE_PATTERN` for an empty list or pattern
   */
  include(...patterns: readonly string[]): Artifact;
  /**
   * All but what matches these patterns; one with `!` takes back what others before it left out.
   *
   * Becomes the exclude patterns of a `FileActionCopy`.
   *
   * @throws BuildError `E_FILE_PATTERN` for an empty list or pattern
   */
  exclude(...patterns: readonly string[]): Artifact;
}

/** A tree of files that is made of others, or by the app itself. */
export abstract class Artifact implements IArtifact, ArtifactOperations {
  /** What it is, for people: in progress and in errors. */
  abstract readonly title: string;
  /** The line of the app that made it. @internal */
  readonly source: SourceLocation | undefined = callerLocation(this);

  /**
   * Any artifact, with {@link ArtifactOperations}. Becomes what that becomes.
   *
   * @throws BuildError `E_ARTIFACT` for what is no artifact
   */
  static of(artifact: IArtifact): Artifact {
    const own = new DerivedArtifact(titleOf(artifact), (target, owner) =>
      lowerArtifact(artifact, target, owner),
    );
    if (ARTIFACT.check(artifact, '').length === 0) return own;
    throw own.error('E_ARTIFACT', 'something that is used as files is no artifact', {
      got: describeValue(artifact),
      expected: ARTIFACT.expected,
    });
  }

  /**
   * Artifacts laid over each other, the last one on top; a folder that several have holds what all
   * of them have in it.
   *
   * Becomes a `MergeOp`, which copies nothing.
   *
   * @throws BuildError `E_ARTIFACT` for what is no artifact, and for none at all
   */
  static merge(...artifacts: readonly IArtifact[]): Artifact {
    const parts = artifacts.map((artifact) => Artifact.of(artifact));
    if (parts.length === 0) {
      throw new BuildError('E_ARTIFACT', 'nothing is merged', {
        source: callerLocation(),
        expected: 'one artifact, or more',
      });
    }
    const title = parts.map((part) => part.title).join(' + ');
    return new DerivedArtifact(title, (target, { source }) => {
      const states = parts.map((part) => part.lower(target));
      return merge(states, { customName: `merge ${title}`, source });
    });
  }

  abstract lower(target: Target): State;

  at(path: string, options: FileOptions = {}): Artifact {
    checkPath(path, ABSOLUTE_PATH);
    checkFileOptions(options);
    return this.derive(`${this.title} at ${path}`, `put at ${path}`, (tree) => {
      const { mode, owner } = options;
      const kept = { copyDirContentsOnly: true, createDestPath: true };
      if (mode === undefined && owner === undefined) return copy(tree, '/', path, kept);
      // Folders that a copy makes for its destination get the owner and a mode of their own.
      return parentOf(path)
        .mkdir(path, folderMode(mode ?? 0o755), { ...fileOptions({ owner }), timestamp: FILE_DATE })
        .copy(tree, '/', path, { copyDirContentsOnly: true, ...treeOptions(options) });
    });
  }

  file(path: string): ArtifactFile {
    checkPath(path, RELATIVE_PATH);
    return new ArtifactFile(this, path);
  }

  directory(path: string): Artifact {
    checkPath(path, RELATIVE_PATH);
    return this.derive(`${this.title}: ${path}`, `folder ${path}`, (tree) =>
      copy(tree, `/${path}`, '/', { copyDirContentsOnly: true }),
    );
  }

  include(...patterns: readonly string[]): Artifact {
    checkPatterns(patterns);
    return this.derive(this.title, `include ${patterns.join(' ')}`, (tree) =>
      copy(tree, '/', '/', { copyDirContentsOnly: true, includePatterns: patterns }),
    );
  }

  exclude(...patterns: readonly string[]): Artifact {
    checkPatterns(patterns);
    return this.derive(this.title, `exclude ${patterns.join(' ')}`, (tree) =>
      copy(tree, '/', '/', { copyDirContentsOnly: true, excludePatterns: patterns }),
    );
  }

  /** An error that names the line that made it. @internal */
  error(
    code: ErrorCode | OwnErrorCode,
    message: string,
    details: BuildErrorDetails = {},
  ): BuildError {
    return new BuildError(code, message, { source: this.source, ...details });
  }

  private derive(title: string, says: string, change: (tree: State) => FileAction): Artifact {
    return new DerivedArtifact(title, (target, owner) =>
      scratch().file(change(lowerArtifact(this, target, owner)), {
        customName: says,
        source: owner.source,
      }),
    );
  }
}

/** An artifact that is lowered by a function, once for each platform. */
export class DerivedArtifact extends Artifact {
  readonly title: string;
  private readonly make: (target: Target, owner: Artifact) => State;

  /** @internal */
  constructor(title: string, make: (target: Target, owner: Artifact) => State) {
    super();
    this.title = title;
    this.make = make;
  }

  lower(target: Target): State {
    return target.once(this, () => this.make(target, this));
  }
}

/** One file of an artifact, to be put somewhere. Made by {@link ArtifactOperations.file}. */
export class ArtifactFile {
  /** What holds it. */
  readonly artifact: Artifact;
  /** Its path below the root of that. */
  readonly path: string;

  /** @internal */
  constructor(artifact: Artifact, path: string) {
    this.artifact = artifact;
    this.path = path;
  }

  /**
   * The file at an absolute path, its name included. A link is followed, within the artifact.
   *
   * Becomes a `FileActionCopy` to scratch.
   *
   * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean, `E_PROPERTY`
   */
  at(path: string, options: FileOptions = {}): Artifact {
    const { artifact, path: inner } = this;
    return fileAt(path, options, `${artifact.title}: ${inner}`, (target, owner) =>
      parentOf(path).copy(lowerArtifact(artifact, target, owner), `/${inner}`, path, {
        followSymlinks: true,
        ...fileOptions(options),
      }),
    );
  }
}

/**
 * An artifact that holds one thing, at an absolute path. Becomes a `FileOp` on scratch.
 *
 * @throws BuildError `E_ARTIFACT_PATH`, `E_PROPERTY`
 */
export function fileAt(
  path: string,
  options: FileOptions,
  title: string,
  make: (target: Target, owner: Artifact) => FileAction,
): Artifact {
  checkPath(path, ABSOLUTE_PATH);
  checkFileOptions(options);
  if (path === '/') throw pathError(path, 'the path of a file: "/etc/app.conf"');
  return new DerivedArtifact(`${title} at ${path}`, (target, owner) =>
    scratch().file(make(target, owner), { customName: `put at ${path}`, source: owner.source }),
  );
}

/** Patterns of files, with the rules of `.dockerignore`. */
export const PATTERNS = list(
  text({
    pattern: /^!?[^\0\s!](?:[^\0]*[^\0\s])?$/,
    expected: 'a pattern as in .dockerignore: "**/*.conf"',
  }),
  { min: 1 },
);

function checkPatterns(patterns: readonly string[]): void {
  const [problem] = PATTERNS.check(patterns, 'patterns');
  if (problem === undefined) return;
  throw new BuildError('E_FILE_PATTERN', 'files are chosen by what is no pattern', {
    source: callerLocation(),
    got: problem.got,
    expected: problem.expected,
  });
}

function checkPath(path: string, { check, expected }: Field<string>): void {
  if (check(path, '').length > 0) throw pathError(path, expected);
}

function pathError(path: string, expected: string): BuildError {
  return new BuildError('E_ARTIFACT_PATH', 'a path of an artifact cannot be used', {
    source: callerLocation(),
    got: describeValue(path),
    expected,
  });
}

/** What an artifact is, for people. */
export function titleOf(artifact: IArtifact): string {
  if (LocatedConstruct.isLocated(artifact)) return artifact.node.path;
  const { title }: { title?: unknown } = Object(artifact);
  return typeof title === 'string' ? title : 'files';
}

/**
 * An artifact with its root at an absolute path: `place(program, '/boot/bin')`. Artifacts of this
 * package have it as a method, `program.at('/boot/bin')`.
 *
 * @throws BuildError `E_ARTIFACT_PATH` for a path that is not absolute and clean, `E_ARTIFACT` for
 *   what is no artifact, `E_PROPERTY`
 */
export function place(artifact: IArtifact, path: string, options: FileOptions = {}): Artifact {
  return Artifact.of(artifact).at(path, options);
}
