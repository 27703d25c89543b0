import type { SourceLocation } from '../../errors';
import type { State } from '../state';
import type { Definition } from './definition';

/** A place in a text: 1-based line, 0-based character. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` to `end`, both included. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What a {@link SourceMap} is made of beside its name. */
export interface SourceMapOptions {
  /**
   * Language as GitHub's linguist names it, such as `TypeScript`.
   *
   * @default - told by the file name, empty when unknown
   */
  readonly language?: string;
  /**
   * The text itself, so that errors can show the lines.
   *
   * @default - none
   */
  readonly data?: Uint8Array;
  /**
   * Where the file can be had from by the daemon.
   *
   * @default - none
   */
  readonly state?: State;
}

/**
 * One source file that vertices point into.
 *
 * Becomes `SourceInfo` of `pb.Source`; never a part of an op.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/sourcemap.go
 */
export class SourceMap {
  readonly filename: string;
  readonly language: string;
  readonly data: Uint8Array | undefined;
  readonly state: State | undefined;

  constructor(filename: string, options: SourceMapOptions = {}) {
    this.filename = filename;
    this.language = options.language ?? languageOf(filename);
    this.data = options.data;
    this.state = options.state;
  }

  /** Places in this file, for the `source` option of an op. */
  location(ranges: readonly Range[]): SourceMapLocation {
    return { map: this, ranges };
  }
}

/** Places in one {@link SourceMap} that made a vertex. */
export interface SourceMapLocation {
  readonly map: SourceMap;
  readonly ranges: readonly Range[];
}

/** Where a vertex was made: a user's line, or places in a source map. */
export type OpSource = SourceLocation | SourceMapLocation;

/** `pb.SourceInfo`: a file that {@link SourceRecord.locations} point into. */
export interface SourceInfo {
  readonly filename: string;
  readonly language: string;
  readonly data: Uint8Array;
  readonly definition?: Definition | undefined;
  readonly unknown?: Uint8Array | undefined;
}

/** `pb.Location`: ranges in the file with this index. */
export interface InfoLocation {
  readonly sourceIndex: number;
  readonly ranges: readonly Range[];
}

/** `pb.Source`: the files, and for each vertex its places in them. */
export interface SourceRecord {
  readonly infos: readonly SourceInfo[];
  readonly locations: ReadonlyMap<string, readonly InfoLocation[]>;
  readonly unknown?: Uint8Array | undefined;
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['ts', 'TypeScript'],
  ['mts', 'TypeScript'],
  ['cts', 'TypeScript'],
  ['js', 'JavaScript'],
  ['mjs', 'JavaScript'],
  ['cjs', 'JavaScript'],
]);

function languageOf(filename: string): string {
  return LANGUAGES.get(filename.slice(filename.lastIndexOf('.') + 1)) ?? '';
}

/** A user's line as a range of one character. */
export function rangeOf(location: SourceLocation): Range {
  const position = { line: location.line, character: Math.max(location.column - 1, 0) };
  return { start: position, end: position };
}
