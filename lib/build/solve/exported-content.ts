import type { Connection, SolveStatus } from '../../client';

/** How an exporter of images tells that an index or a manifest is in the daemon's store. */
const EXPORTED = /^exporting manifest(?: list)? (sha256:[0-9a-f]{64})$/;

/**
 * Indexes and manifests that a build makes, by digest. What the daemon says that it has exported is
 * read while it still keeps its records, so that they are at hand when the build has ended; what it
 * does not say is read when it is asked for.
 */
export class ExportedContent {
  readonly #read = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly connection: Connection,
    private readonly signal: AbortSignal,
  ) {}

  /** Takes in what changed. */
  update({ statuses }: SolveStatus): void {
    for (const { completed, id } of statuses) {
      const [, digest] = EXPORTED.exec(id) ?? [];
      if (digest === undefined || completed === undefined || this.#read.has(digest)) continue;
      const content = this.connection.readContent(digest, { signal: this.signal });
      content.catch(() => this.#read.delete(digest));
      this.#read.set(digest, content);
    }
  }

  /** @throws as `Connection.readContent` */
  async read(digest: string): Promise<Uint8Array> {
    const known = await this.#read.get(digest)?.catch(() => undefined);
    return known ?? this.connection.readContent(digest, { signal: this.signal });
  }
}
