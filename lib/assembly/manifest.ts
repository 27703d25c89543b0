import type { SourceLocation } from '../errors';
import type { AskedRequest } from '../lock/asked';

/** Major version of the assembly's format; a reader refuses a newer one. */
export const ASSEMBLY_VERSION = 2;

/** Content of `synth.out/manifest.json`. Holds no absolute path, time stamp or fact of a host. */
export interface Manifest {
  readonly version: typeof ASSEMBLY_VERSION;
  /** Sorted by name. */
  readonly images: readonly ImageManifest[];
  /** Inputs that the client sends in the session, by the name in `local://<name>`. */
  readonly locals: Readonly<Record<string, LocalInput>>;
  /** Files that the definitions fetch and that a mirror may serve, by canonical URL. */
  readonly archiveFiles: Readonly<Record<string, ArchiveFile>>;
  /** Every request of the app to its lock, with the construct that makes it, sorted. */
  readonly requests: readonly AskedRequest[];
  /** Those of the requests that the lock does not answer; a build of an assembly with any is refused. */
  readonly missing: readonly AskedRequest[];
}

/** One image: a definition and a config for each platform. */
export interface ImageManifest {
  readonly name: string;
  readonly constructPath: string;
  /** The user's line that made the construct. @default - none is known */
  readonly source?: SourceLocation;
  /** Platforms that it is for: `linux/arm64`. */
  readonly platformNames: readonly string[];
  /** Those platforms, lowered; none while the lock misses an answer of the app. */
  readonly platforms: readonly PlatformManifest[];
  readonly publish: { readonly names: readonly string[]; readonly tags: readonly string[] };
  /** Seconds since 1970: the one date of the image and of all files that its build makes. */
  readonly sourceDateEpoch: number;
  /**
   * True where the definitions date every file themselves. Else the exporter rewrites the layers,
   * at each build, to date what is newer than `sourceDateEpoch` to it.
   *
   * @default false
   */
  readonly isDated?: boolean;
}

/** One platform of an image. */
export interface PlatformManifest {
  /** `linux/arm64`. */
  readonly platform: string;
  /** File in `synth.out/`: the serialised `pb.Definition`. */
  readonly definition: string;
  /** File in `synth.out/`: the OCI image config. */
  readonly config: string;
  /** Digest of the definition's terminal op. */
  readonly digest: string;
  /** Number of Debian packages in the image. */
  readonly packages: number;
  /** What the definition asks of a daemon, sorted. @default - it is read from the definition */
  readonly capabilities?: readonly string[];
  /**
   * Names of the inputs that the client sends for it, sorted: keys of {@link Manifest.locals}.
   *
   * @default - they are read from the definition
   */
  readonly locals?: readonly string[];
}

/** Something sent by the client, not fetched by the daemon. */
export type LocalInput = DebMemberInput | DirectoryInput;

/** One file out of a .deb, which the client fetches, checks and opens. */
export interface DebMemberInput {
  /** Tells the kinds of local input apart. */
  readonly type: 'deb-member';
  /** Canonical URL of the .deb, a key of `archiveFiles` in `manifest.json`. */
  readonly url: string;
  /** Path in its data archive, e.g. `usr/bin/busybox`. */
  readonly member: string;
  /** Name of the one file of the local source. */
  readonly file: string;
}

/** A folder of the app. */
export interface DirectoryInput {
  /** Tells the kinds of local input apart. */
  readonly type: 'directory';
  /**
   * `/` between segments. In a manifest relative to the folder that the assembly lies in; while an app
   * is lowered, to the folder of the app.
   */
  readonly path: string;
  /** Patterns of what is sent, as BuildKit has them; all of the folder where there is none. */
  readonly include: readonly string[];
  /** Patterns of what is left out of that. */
  readonly exclude: readonly string[];
  /**
   * `sha256:…` of the files, as `lib/file-tree` makes it. A build whose files have another one is
   * refused.
   *
   * @default - whatever is there when it is built
   */
  readonly digest?: string;
}

/** A file of an archive that has mirrors: the environment names them. */
export interface ArchiveFile {
  /** Name of the archive, e.g. `debian` or `debian-security`. */
  readonly archive: string;
  /** Path below the archive's root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** Content of `synth.out/tree.json`: the constructs, for people and for tools that explain. */
export interface TreeNode {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  /** The user's line that made the construct. @default - none is known */
  readonly source?: SourceLocation;
  readonly children: readonly TreeNode[];
}
