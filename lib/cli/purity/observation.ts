import { readFileSync } from 'node:fs';
import { type SourceLocation, systemErrorCode } from '../../errors';

/** What an app may read that is not its own, and what it may do outside. */
export type ObservationKind =
  | 'chance'
  | 'clock'
  | 'environment'
  | 'file'
  | 'folder'
  | 'locale'
  | 'machine'
  | 'network'
  | 'order'
  | 'process'
  | 'run'
  | 'user'
  | 'zone';

/** Something that a line of the app did. */
export interface Observation {
  readonly kind: ObservationKind;
  /** Such as `new Date()`; the name of a variable; a program; never a value. */
  readonly what: string;
  /** Relative to the folder of the app. */
  readonly source: SourceLocation;
}

/** What is observed where the app lists the environment. */
export const ALL_VARIABLES = '*';

/** Reads what the process of an app wrote down: one as JSON on each line. */
export function readObservations(file: string): Observation[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line): Observation => JSON.parse(line));
  } catch (error) {
    // The app did nothing of the kind.
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
