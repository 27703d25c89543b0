import type { IConstruct } from 'constructs';
import { type BuildError, BuildErrors } from '../../lib/errors';
import { FileTreeError } from '../../lib/file-tree/error';
import { findFolder } from '../../lib/file-tree/find-folder';
import { readText } from '../../lib/file-tree/read-text';
import { selectionName, unmatchedPatterns } from '../../lib/file-tree/selection';
import { digestTree, type FileSelection } from '../../lib/file-tree/tree-digest';
import { copy, type State, scratch } from '../../lib/llb';
import { sourceFolder } from '../../lib/package';
import { extend, optional, type PropsOf, RELATIVE_PATH } from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import { PATTERNS } from '../core/artifact-operations';
import { FILE_DATE, FILE_OPTIONS, treeOptions } from '../core/file-options';
import type { Target } from '../core/target';
import type { LocalLockFiles, ReadableSource } from './lock-files';

const LOCAL_FILES_PROPS = extend(FILE_OPTIONS, {
  /** A folder or a file, relative to the folder of the app and below it: `config`. */
  path: RELATIVE_PATH,
  /**
   * Only what matches one of these patterns, with the rules of `.dockerignore`, relative to the
   * folder.
   *
   * @default - all of it
   */
  include: optional(PATTERNS),
  /**
   * Nothing that matches these patterns; one with `!` takes back what others before it left out.
   *
   * @default - nothing is left out
   */
  exclude: optional(PATTERNS),
});

/** Of a file in which an ecosystem says what it needs. */
const MAX_TEXT_BYTES = 16 * 2 ** 20;

/** Properties of {@link LocalFiles}. */
export interface LocalFilesProps extends PropsOf<typeof LOCAL_FILES_PROPS> {}

/** What is sent, as it was when it was read. */
interface Sent extends FileSelection {
  /** The folder, relative to that of the app. */
  readonly path: string;
  readonly digest: string;
}

/**
 * A folder of the app, or one file of it: the root of the artifact is the folder, or holds the file.
 *
 * Becomes a `local` source and a copy that gives all files one date and, where nothing else is said,
 * root as owner, mode 0o755 for folders and programs and 0o644 for all else: what a checkout has of its
 * own is in no image. The digest of the files stands in the assembly, and a build with others is
 * refused.
 */
export class LocalFiles extends ArtifactConstruct implements ReadableSource {
  private readonly props: LocalFilesProps;
  private sent: Sent | undefined;

  constructor(scope: IConstruct, id: string, props: LocalFilesProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(LOCAL_FILES_PROPS, this.props, () => this.checkFiles());
  }

  // Files are read for each synth anew: an app may be synthesized twice, as in a test.
  private checkFiles(): readonly BuildError[] {
    try {
      this.sent = this.read();
      return [];
    } catch (error) {
      if (!(error instanceof FileTreeError)) throw error;
      const { path } = this.props;
      const code = error.problem === 'pattern' ? 'E_FILE_PATTERN' : 'E_LOCAL_FILES';
      return [
        this.error(code, `files of "${path}" cannot be taken: ${error.message}`, {
          cause: error,
          ...(error.problem === 'link' || error.problem === 'type'
            ? { fix: 'leave it out: exclude: [...]' }
            : {}),
        }),
      ];
    }
  }

  private read(): Sent {
    const { exclude = [], include = [], path } = this.props;
    const folder = findFolder(sourceFolder(), path, include);
    const selection = { include: folder.include, exclude };
    const { digest, paths } = digestTree(folder.absolute, selection);
    const [unmatched] = unmatchedPatterns(folder.include, paths);
    if (unmatched !== undefined) {
      throw new FileTreeError('pattern', `no file matches "${unmatched}"`);
    }
    if (paths.length === 0) throw new FileTreeError('pattern', 'no file is left');
    return { path: folder.path, digest, ...selection };
  }

  /** @internal */
  lockFiles(_target: Target, folder: string, names: readonly string[]): LocalLockFiles {
    try {
      const found = findFolder(sourceFolder(), this.props.path, []);
      const texts = names.flatMap((name) => {
        const text = readText(
          found.absolute,
          [folder, name].filter(Boolean).join('/'),
          MAX_TEXT_BYTES,
        );
        return text === undefined ? [] : [[name, text] as const];
      });
      const place = [found.path, folder].filter((part) => part !== '' && part !== '.').join('/');
      return { type: 'files', folder: place || '.', texts: new Map(texts) };
    } catch (error) {
      if (!(error instanceof FileTreeError)) throw error;
      throw this.error('E_LOCAL_FILES', `files cannot be read: ${error.message}`, { cause: error });
    }
  }

  lower(target: Target): State {
    return target.once(this, () => {
      if (this.sent === undefined) BuildErrors.throwIfAny(this.check());
      const { digest, exclude, include, path } = this.sent ?? this.read();
      const name = selectionName(path, { include, exclude });
      const { mode = 0o644, owner } = this.props;
      const sent = target.local(
        name,
        { type: 'directory', path, include, exclude, digest },
        {
          includePatterns: include,
          excludePatterns: exclude,
          sharedKeyHint: name,
          // Daemons make equal ops of builds that run at once one, with the files of either.
          localUniqueId: digest,
        },
      );
      const options = { copyDirContentsOnly: true, timestamp: FILE_DATE };
      return scratch().file(copy(sent, '/', '/', { ...options, ...treeOptions({ mode, owner }) }), {
        customName: `files of ${this.props.path}`,
        source: this.source,
      });
    });
  }
}
