import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { copy, type FileAction, type State, scratch } from '../../lib/llb';
import {
  either,
  instance,
  oneOf,
  optional,
  type PropsOf,
  shape,
  wholeNumber,
} from '../../lib/props';
import { extractArchive } from '../../lib/rootfs';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { ArtifactFile } from '../core/artifact-operations';
import { FILE_DATE } from '../core/file-options';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { DebianBase } from '../debian/debian-base';
import { unpacker } from '../debian/unpacker';
import { ARCHIVE_FORMATS, type ArchiveFormat, archiveFormat, isForeign } from './archive-format';
import type { HttpFile } from './http-file';

/** A file of a URL. */
export const HTTP_FILE = instance(
  'a file of a URL: new HttpFile(...)',
  (value): value is HttpFile => 'lower' in value && 'filename' in value && 'file' in value,
);

/** What fits {@link ArchiveProps}. */
export const ARCHIVE_PROPS = shape({
  /** The archive: a file of a URL, or a file of any artifact. */
  file: either(
    HTTP_FILE,
    instance(
      "a file of an artifact: source.file('vendor/x.tar.gz')",
      (value): value is ArtifactFile => 'artifact' in value && 'path' in value,
    ),
  ),
  /**
   * What it is.
   *
   * @default - what its name ends in
   */
  format: optional(oneOf(...ARCHIVE_FORMATS)),
  /**
   * How many folders at the beginning of each path are left out, with the files that lie in them.
   *
   * @default 0
   */
  strip: optional(wholeNumber({ min: 0, max: 20 })),
  /**
   * Where the program that opens `tar.xz`, `zip` and `deb` is taken from; BuildKit opens the others
   * itself.
   *
   * @default - none
   */
  tools: optional(
    instance('a Debian: new DebianBase(...)', (value) => DebianBase.isDebianBase(value)),
  ),
});

/** Properties of an {@link Archive}. */
export interface ArchiveProps extends PropsOf<typeof ARCHIVE_PROPS> {}

/** What no archive has in it; where it is none, the name stands in the error of the daemon. */
const MARK = '/.no-tar-archive';

/**
 * What is in an archive: the root of the artifact is that of the archive. Single members are chosen by
 * `file`, `directory`, `include` and `exclude`.
 *
 * Becomes a `FileOp` with BuildKit's own unpacking for tar, plain or with gzip, bzip2 or zstd; for
 * others one exec on the build platform, without network. Files belong to root and have one date; their
 * modes are those of the archive.
 */
export class Archive extends ArtifactConstruct {
  private readonly props: ArchiveProps;

  constructor(scope: IConstruct, id: string, props: ArchiveProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(ARCHIVE_PROPS, this.props, () => this.checkFormat());
  }

  /** Whether it can be opened. @internal */
  protected checkFormat(): BuildError[] {
    const { format } = this;
    if (format === undefined) {
      return [
        this.error('E_ARCHIVE', 'the name of the archive does not say what it is', {
          got: `"${this.inner.path}"`,
          expected: `a name that ends in one of ${ARCHIVE_FORMATS.join(', ')}`,
          fix: "say it: format: 'tar.gz'",
        }),
      ];
    }
    if (!isForeign(format) || this.props.tools !== undefined) return [];
    return [
      this.error('E_ARCHIVE', `BuildKit does not open ${format} by itself`, {
        expected: 'a Debian whose program does',
        fix: 'give one: tools: debian',
      }),
    ];
  }

  private get inner(): ArtifactFile {
    const { file } = this.props;
    return 'artifact' in file ? file : file.file();
  }

  private get format(): ArchiveFormat | undefined {
    return this.props.format ?? archiveFormat(this.inner.path);
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { format, inner } = this;
      const { strip = 0, tools } = this.props;
      const from = lowerArtifact(inner.artifact, target, this);
      const path = `/${inner.path}`;
      const title = inner.path.slice(inner.path.lastIndexOf('/') + 1);
      const names = { customName: `unpack ${title}`, source: this.source };
      if (format === undefined || !isForeign(format) || tools === undefined) {
        // An unpacked tree is a state of its own only where it must be: this is one op.
        return scratch().file(taken(unpacked(from, path).withState(scratch()), strip), names);
      }
      const tree = extractArchive({
        title,
        source: this.source,
        tools: unpacker(tools, this, target),
        format,
        from,
        path,
      });
      return scratch().file(taken(tree, strip), names);
    });
  }
}

/** What BuildKit unpacks. What is no archive it would copy, so that must be in no one's way. */
function unpacked(from: State, path: string): FileAction {
  const renamed = copy(from, path, MARK, { followSymlinks: true }).withState(scratch());
  return copy(renamed, MARK, '/', { attemptUnpack: true })
    .mkdir(`${MARK}/x`, 0o755, { parents: true })
    .rm(MARK);
}

/** The tree of an archive, without the first folders of its paths. */
function taken(tree: Parameters<typeof copy>[0], strip: number): FileAction {
  const options = { timestamp: FILE_DATE, owner: { user: 0, group: 0 } };
  if (strip === 0) return copy(tree, '/', '/', { ...options, copyDirContentsOnly: true });
  const path = '/*'.repeat(strip + 1);
  return copy(tree, path, '/', { ...options, allowWildcard: true });
}
