import type { BuildResult, SolveStatus } from '../../client';
import { graphsOf } from '../../client/build/request';
import { FAILURE_CODE_KEY } from '../../llb/wire/metadata';

/** What `contract-commands.pl` begins a line with that a person should read. */
const LIKELY = /^likely: (.*)$/gm;

/** Collects what the check of a runtime finds likely to be wrong, where nothing fails. */
export class ContractNotes {
  /** What the steps that check have written, by the digests of their vertexes. */
  readonly #written = new Map<string, string>();

  constructor(results: readonly BuildResult[]) {
    for (const { metadata } of graphsOf(results)) {
      for (const [digest, { description }] of metadata) {
        if (description?.[FAILURE_CODE_KEY] === 'E_RUNTIME_CONTRACT') this.#written.set(digest, '');
      }
    }
  }

  update({ logs }: SolveStatus): void {
    for (const { data, vertex } of logs) {
      const before = this.#written.get(vertex);
      if (before !== undefined) this.#written.set(vertex, before + Buffer.from(data).toString());
    }
  }

  /** Each once: what one platform lacks the others mostly lack as well. */
  notes(): readonly string[] {
    const all = [...this.#written.values()].flatMap((text) =>
      [...text.matchAll(LIKELY)].map(([, note = '']) => note),
    );
    return [...new Set(all)].sort();
  }
}
