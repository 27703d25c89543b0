/** A package that a lock file has a target use. */
export interface LockedPackage {
  /** Normal form. */
  readonly name: string;
  /** As the file has it. @default - the name of its wheel says it */
  readonly version?: string | undefined;
  /** Where the file says so: `line 7`, `package "numpy"`. */
  readonly place: string;
  /** Files of it, where the file says where they are. @default - an index is asked */
  readonly files?: readonly PackageFile[];
  /** Hex sha256 of those files of an index that may be taken. @default - `files` are there */
  readonly hashes?: readonly string[];
  /** The index that the file names. @default - those of pip's configuration */
  readonly index?: string | undefined;
}

/** A wheel or a source archive. */
export interface PackageFile {
  readonly filename: string;
  /** Without credentials and fragment. */
  readonly url: string;
  /** Hex; undefined where it has another hash, or none. */
  readonly sha256: string | undefined;
  /** Bytes. @default - it is not said */
  readonly size?: number | undefined;
}

/** What a lock file says for a target. */
export interface LockedPackages {
  /** Each once, sorted by name. */
  readonly packages: readonly LockedPackage[];
  /** Indexes that the file itself names, in place of those of pip's configuration. @default - none */
  readonly index?: string;
  /** Indexes that are asked beside it. @default [] */
  readonly extraIndexes?: readonly string[];
}
