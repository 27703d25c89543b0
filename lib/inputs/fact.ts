/** Something that a section of the lock holds, as people compare two locks by. */
export interface Fact {
  /** `libssl3t64`, `https://…#refs/heads/main`. */
  readonly name: string;
  /** What it is for, where there is one for each: `arm64`. @default - it is for all */
  readonly of?: string;
  /** A version, a commit or a digest, as its kind has it. */
  readonly version: string;
  /** Bytes. @default - nobody knows, or it has none */
  readonly size?: number;
  /** Source package that it was built from, and the release whose advisories count. @default - none */
  readonly built?: {
    readonly source: { readonly name: string; readonly version: string };
    readonly release: string;
  };
  /** Tells it from others of the name in the section. @default - name and `of` do */
  readonly within?: string;
}
