import type { SourceLocation } from '../errors';
import type { DebianLockRequest, LockRequest } from './lock-request';

/** Major version of the assembly's format; a reader refuses a newer one. */
export const ASSEMBLY_VERSION = 1;

/** Content of `synth.out/manifest.json`. Holds no absolute path, time stamp or fact of a host. */
export interface Manifest {
  readonly version: typeof ASSEMBLY_VERSION;
  /** Sorted by name. */
  readonly images: readonly ImageManifest[];
  /** Inputs that the client sends in the session, by the name in `local://<name>`. */
  readonly locals: Readonly<Record<string, LocalInput>>;
  /** Files of dated Debian archives that the definitions fetch, by canonical URL. */
  readonly debianFiles: Readonly<Record<string, DebianFile>>;
  /** Every lock request of the app, with the construct that makes it. */
  readonly requests: readonly RequestManifest[];
  /** The Debian packages of each image, locked or not: their versions must agree. */
  readonly imagePackages: readonly ImagePackages[];
  /** Those of the requests that the lock does not answer; a build of an assembly with any is refused. */
  readonly missing: readonly RequestManifest[];
}

/** One image: a definition and a config for each platform. */
export interface ImageManifest {
  readonly name: string;
  readonly constructPath: string;
  readonly source?: SourceLocation;
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
  readonly type: 'deb-member';
  /** Canonical URL of the .deb: a key of {@link Manifest.debianFiles}. */
  readonly url: string;
  /** Path in its data archive, e.g. `usr/bin/busybox`. */
  readonly member: string;
  /** Name of the one file of the local source. */
  readonly file: string;
}

/** A folder of the app. */
export interface DirectoryInput {
  readonly type: 'directory';
  /** Relative to the assembly's parent folder, `/` between segments. */
  readonly path: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A file that a mirror can serve in place of the snapshot archive. */
export interface DebianFile {
  readonly archive: 'debian' | 'debian-security';
  /** Path below the archive's root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** A lock request and who makes it. */
export interface RequestManifest {
  readonly constructPath: string;
  readonly source?: SourceLocation;
  readonly request: LockRequest;
}

/** What an app asks of its lock. */
export type LockNeeds = Pick<Manifest, 'imagePackages' | 'requests'>;

/** Which Debian packages an image has: of the same name, in versions that agree on all platforms. */
export interface ImagePackages {
  readonly constructPath: string;
  readonly source?: SourceLocation;
  readonly platforms: readonly {
    /** `linux/arm64`. */
    readonly platform: string;
    /** Debian's name of it. */
    readonly architecture: string;
    readonly sets: readonly PackageSet[];
  }[];
}

/** A locked set of packages, of which an image may leave some out. */
export interface PackageSet {
  readonly request: DebianLockRequest;
  /** Names of packages of the set that are not in the image. */
  readonly leftOut: readonly string[];
}

/** Content of `synth.out/tree.json`: the constructs, for people and for tools that explain. */
export interface TreeNode {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  readonly source?: SourceLocation;
  readonly children: readonly TreeNode[];
}
