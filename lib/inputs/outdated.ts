import type { Advisories } from './advisories';

/** Something that is locked, of which there is something newer. */
export interface Outdated {
  /** `libssl3t64`, `https://…#refs/tags/v1.0.0`. */
  readonly name: string;
  /** What it is for, where it is not for all: `['arm64']`. @default - all */
  readonly of?: readonly string[];
  readonly locked: string;
  readonly newest: string;
  /** What brings it: `synth update`, or another line in the app, whose version or tag it is. */
  readonly by: 'app' | 'update';
  /** Why it matters: names of advisories, or a remark. @default - it is merely newer */
  readonly advisory?: string;
  /** Constructs that ask for it, sorted. */
  readonly constructPaths: readonly string[];
}

/** What newer answers are looked for by. */
export interface OutdatedQuery {
  /** Date of Debian's snapshot, `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** Advisories: only what they are about is told. @default - all that is newer */
  readonly advisories?: Advisories | undefined;
}
