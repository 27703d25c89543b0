import { appendFileSync } from 'node:fs';
import type { SourceLocation } from '../../../errors';
import type { Observation, ObservationKind } from '../observation';

/** Writes down what the app does, each thing once for each line. */
export class Recorder {
  readonly #known = new Set<string>();

  constructor(private readonly file: string) {}

  /** @param source where; nothing is written for what the app did not do */
  record(kind: ObservationKind, what: string, source: SourceLocation | undefined): void {
    if (source === undefined) return;
    const observation: Observation = { kind, what, source };
    const line = JSON.stringify(observation);
    if (this.#known.has(line)) return;
    this.#known.add(line);
    appendFileSync(this.file, `${line}\n`);
  }
}
