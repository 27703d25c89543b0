import type { SourceLocation } from '../errors';
import type { AskedRequest } from '../lock/asked';
import {
  either,
  extend,
  type Field,
  flag,
  IMAGE_NAME,
  instance,
  list,
  oneOf,
  optional,
  type PropsOf,
  REPOSITORY,
  record,
  shape,
  TAG,
  text,
  wholeNumber,
} from '../props';
import { EPOCH } from '../props/epoch';
import { PLATFORM } from '../props/texts/platform';

/** Major version of the assembly's format; a reader refuses another. */
export const ASSEMBLY_VERSION = 2;

const VERSION: Field<typeof ASSEMBLY_VERSION> = {
  expected: `the number ${ASSEMBLY_VERSION}`,
  check: () => [], // it is read before all else
};

/** Never a path that leads out of the folder that it is in. */
const FILE_NAME = '[A-Za-z0-9][A-Za-z0-9._-]*';
const fileNamed = (suffix: string) =>
  text({
    pattern: new RegExp(`^${FILE_NAME}${suffix.replaceAll('.', '\\.')}$`),
    expected: `the name of a file${suffix === '' ? '' : ` that ends with "${suffix}"`}, no path`,
  });

const LOCAL_NAME = text({ pattern: /^[^\p{C}]+$/u, expected: 'a name of one line' });
const WEB_URL = text({
  pattern: /^https?:\/\/[^\s/@]+\/\S*$/,
  expected: 'an http or https URL without a login',
});
const PATH_IN_ARCHIVE = text({
  pattern: /^(?!\.{1,2}(?:\/|$))[^/\p{C}]+(?:\/(?!\.{1,2}(?:\/|$))[^/\p{C}]+)*$/u,
  expected: 'a relative path without ".." or an empty part: "usr/bin/busybox"',
});
const FOLDER_OF_APP = text({
  pattern: /^(?!\/)(?!(?:[^/]*\/)*\.\.(?:\/|$))[^\p{C}]+$/u,
  expected: 'a folder below that of the app, relative to it and without "..": "files"',
});
/** The rest of it is checked by its kind of input. */
const ASKED: Field<AskedRequest> = instance(
  'a request of the app',
  (value): value is AskedRequest => !Array.isArray(value),
);

const SOURCE_LOCATION = shape({
  file: text(),
  line: wholeNumber({ min: 0 }),
  column: wholeNumber({ min: 0 }),
});

const PUBLISH = shape({
  names: list(REPOSITORY, { unique: true }),
  tags: list(TAG, { unique: true }),
});

const DEFINITION_MANIFEST = shape({
  /** File in `synth.out/`: the serialised `pb.Definition`. */
  definition: fileNamed('.llb'),
  /** Digest of the definition's terminal op. */
  digest: text({ pattern: /^sha256:[0-9a-f]{64}$/, expected: '"sha256:" and 64 hex digits' }),
  /** What the definition asks of a daemon, sorted. @default - it is read from the definition */
  capabilities: optional(
    list(text({ pattern: /^[\w.-]+$/, expected: 'the name of a capability: "exec.meta.base"' }), {
      unique: true,
    }),
  ),
  /**
   * Names of the inputs that the client sends for it, sorted: keys of {@link Manifest.locals}.
   *
   * @default - they are read from the definition
   */
  locals: optional(list(LOCAL_NAME, { unique: true })),
});

/** A definition in a file of the assembly. */
export interface DefinitionManifest extends PropsOf<typeof DEFINITION_MANIFEST> {}

const TEST_MANIFEST = extend(DEFINITION_MANIFEST, {
  /** Path of its construct: `hello/answers`. */
  name: text({ pattern: /./, expected: 'the path of a construct: "hello/answers"' }),
  /** The user's line that made the construct. @default - none is known */
  source: optional<SourceLocation>(SOURCE_LOCATION),
});

/** A test of one platform of an image: it has passed where its definition can be solved. */
export interface TestManifest extends DefinitionManifest, PropsOf<typeof TEST_MANIFEST> {}

const PLATFORM_MANIFEST = extend(DEFINITION_MANIFEST, {
  /** `linux/arm64`. */
  platform: PLATFORM,
  /** File in `synth.out/`: the OCI image config. */
  config: fileNamed('.config.json'),
  /** Number of Debian packages in the image. */
  packages: wholeNumber({ min: 0 }),
  /** Those that a distribution made: `name=version`, sorted. @default - none is known */
  installed: optional(
    list(text({ pattern: /^[^=\s]+=\S+$/, expected: 'name=version: "base-files=13.8"' }), {
      unique: true,
    }),
  ),
  /** Source packages of those, where they are named or versioned otherwise. @default - none is known */
  sources: optional(
    record(
      text({ pattern: /^[^=\s]+$/, expected: 'the name of a package: "libssl3t64"' }),
      text({ pattern: /^\S+ \S+$/, expected: 'name and version: "openssl 3.5.1-1"' }),
    ),
  ),
  /** Distribution and release that they are of: `debian/trixie`. @default - none */
  distribution: optional(
    text({ pattern: /^[\w.-]+\/[\w.-]+$/, expected: 'name/release: "debian/trixie"' }),
  ),
  /** Tests that must pass before it is given to an output, sorted by name. @default - none */
  tests: optional(list<TestManifest>(TEST_MANIFEST)),
});

/** One platform of an image. */
export interface PlatformManifest extends DefinitionManifest, PropsOf<typeof PLATFORM_MANIFEST> {}

const IMAGE_MANIFEST = shape({
  /** Name in commands and of the files in `synth.out/`. */
  name: IMAGE_NAME,
  /** Path of its construct: `hello/image`. */
  constructPath: text(),
  /** The user's line that made the construct. @default - none is known */
  source: optional<SourceLocation>(SOURCE_LOCATION),
  /**
   * Platforms that it is for: `linux/arm64`.
   *
   * @default - those of `platforms`
   */
  platformNames: optional(list(PLATFORM, { min: 1, unique: true })),
  /** Those platforms, lowered; none while the lock misses an answer of the app. */
  platforms: list<PlatformManifest>(PLATFORM_MANIFEST),
  /** Repositories, and the tags that each gets. */
  publish: PUBLISH,
  /** Seconds since 1970: the one date of the image and of all files that its build makes. */
  sourceDateEpoch: EPOCH,
  /**
   * True where the definitions date every file themselves. Else the exporter rewrites the layers,
   * at each build, to date what is newer than `sourceDateEpoch` to it.
   *
   * @default false
   */
  isDated: optional(flag()),
  /**
   * Departures from the contract of a runtime, by their waivers: the reason of each.
   *
   * @default - it is no runtime, and has no contract
   */
  waivers: optional(record(text(), text())),
});

/** An image as it stands in the file, where a person may have left out what goes without saying. */
interface WrittenImage extends PropsOf<typeof IMAGE_MANIFEST> {}

/** One image: a definition and a config for each platform. */
export interface ImageManifest extends WrittenImage {
  /** Platforms that it is for: `linux/arm64`. */
  readonly platformNames: readonly string[];
}

const DEB_MEMBER = shape({
  /** Tells the kinds of local input apart. */
  type: oneOf('deb-member'),
  /** Canonical URL of the .deb, a key of `archiveFiles` in `manifest.json`. */
  url: WEB_URL,
  /** Path in its data archive, e.g. `usr/bin/busybox`. */
  member: PATH_IN_ARCHIVE,
  /** Name of the one file of the local source. */
  file: fileNamed(''),
});

/** One file out of a .deb, which the client fetches, checks and opens. */
export interface DebMemberInput extends PropsOf<typeof DEB_MEMBER> {}

const ARCHIVE_FILES = shape({
  /** Tells the kinds of local input apart. */
  type: oneOf('archive-files'),
  /** Canonical URLs, keys of `archiveFiles` in `manifest.json`. Each file is called by its sha256. */
  urls: list(WEB_URL, { min: 1, unique: true }),
});

/** Files that the client fetches and checks, where a daemon would be slow with a source for each. */
export interface ArchiveFilesInput extends PropsOf<typeof ARCHIVE_FILES> {}

/** What fits {@link DirectoryInput}. */
export const DIRECTORY_INPUT = shape({
  /** Tells the kinds of local input apart. */
  type: oneOf('directory'),
  /**
   * Relative to the assembly's parent folder, `/` between segments; while an app is lowered, to the
   * folder of the app. It lies in that folder, also when all links in it are followed.
   */
  path: FOLDER_OF_APP,
  /** Patterns of what is sent, as BuildKit has them; all of the folder where there is none. */
  include: list(text()),
  /** Patterns of what is left out of that. */
  exclude: list(text()),
  /**
   * `sha256:…` of the files, as `lib/file-tree` makes it. A build whose files have another one is
   * refused.
   *
   * @default - whatever is there when it is built
   */
  digest: optional(
    text({ pattern: /^sha256:[0-9a-f]{64}$/, expected: 'sha256: and 64 hex digits' }),
  ),
});

/**
 * A folder of the app. Its files are sent without their owners, which become root, and without
 * extended attributes, which Node cannot read: `user.*` of them other clients send.
 */
export interface DirectoryInput extends PropsOf<typeof DIRECTORY_INPUT> {}

const LAYOUT_INPUT = shape({
  /** Tells it from other folders. */
  type: oneOf('oci-layout'),
  /** As that of a {@link DirectoryInput}. */
  path: FOLDER_OF_APP,
});

/** A folder of the app with an OCI layout, of which the daemon reads what it needs, by digest. */
export interface LayoutInput extends PropsOf<typeof LAYOUT_INPUT> {}

/** Something sent by the client, not fetched by the daemon. */
export type LocalInput = ArchiveFilesInput | DebMemberInput | DirectoryInput;

const ARCHIVE_FILE = shape({
  /** Name of the archive, e.g. `debian` or `debian-security`. */
  archive: text({ pattern: /^[\w.+-]+$/, expected: 'the name of an archive: "debian"' }),
  /** Path below the archive's root. */
  path: PATH_IN_ARCHIVE,
  /** Bytes. @default - nobody knows before it is fetched */
  size: optional(wholeNumber({ min: 0 })),
  /** Hex. */
  sha256: text({ pattern: /^[0-9a-f]{64}$/, expected: '64 hex digits' }),
});

/** A file of an archive that has mirrors: the environment names them. */
export interface ArchiveFile extends PropsOf<typeof ARCHIVE_FILE> {}

/** What fits `manifest.json`. */
export const MANIFEST = shape({
  /** Of the format. */
  version: VERSION,
  /** Sorted by name. */
  images: list<WrittenImage>(IMAGE_MANIFEST),
  /** Inputs that the client sends in the session, by the name in `local://<name>`. */
  locals: record<LocalInput>(
    LOCAL_NAME,
    either<[Field<DebMemberInput>, Field<ArchiveFilesInput>, Field<DirectoryInput>]>(
      DEB_MEMBER,
      ARCHIVE_FILES,
      DIRECTORY_INPUT,
    ),
  ),
  /**
   * Folders that the client serves, by the name of the store in `oci-layout://` sources.
   *
   * @default - none
   */
  layouts: optional(record<LayoutInput>(LOCAL_NAME, LAYOUT_INPUT)),
  /** Files that the definitions fetch and that a mirror may serve, by canonical URL. */
  archiveFiles: record<ArchiveFile>(WEB_URL, ARCHIVE_FILE),
  /** Every request of the app to its lock, with the construct that makes it, sorted. */
  requests: list(ASKED),
  /** Those of the requests that the lock does not answer; a build of an assembly with any is refused. */
  missing: list(ASKED),
});

/** `manifest.json` as it stands in the file. */
export interface WrittenManifest extends PropsOf<typeof MANIFEST> {}

/** Content of `synth.out/manifest.json`. Holds no absolute path, time stamp or fact of a host. */
export interface Manifest extends WrittenManifest {
  /** Sorted by name. */
  readonly images: readonly ImageManifest[];
}

/** Content of `synth.out/tree.json`: the constructs, for people and for tools that explain. */
export interface TreeNode {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  /** The user's line that made the construct. @default - none is known */
  readonly source?: SourceLocation | undefined;
  readonly children: readonly TreeNode[];
}

/** What fits a {@link TreeNode}. */
export const TREE_NODE: Field<TreeNode> = shape({
  id: text(),
  path: text(),
  type: text(),
  source: optional<SourceLocation>(SOURCE_LOCATION),
  children: list<TreeNode>({
    expected: 'a construct',
    check: (value, place) => TREE_NODE.check(value, place),
  }),
});
