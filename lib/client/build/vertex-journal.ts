import type { SolveStatus } from '../status/status';

const MAX_LINES = 40;
const MAX_BYTES = 64 * 1024;

/** Keeps of a build's progress what an error message needs: names, and the end of each output. */
export class VertexJournal {
  private readonly names = new Map<string, string>();
  private readonly errors = new Map<string, string>();
  private readonly tails = new Map<string, Uint8Array[]>();
  private firstFailed: string | undefined;
  private tellFailed: () => void = () => {};
  /** Fulfilled once a vertex has failed by itself. */
  readonly failed = new Promise<void>((done) => {
    this.tellFailed = done;
  });

  add(status: SolveStatus): void {
    for (const { digest, name, error } of status.vertexes) {
      if (name !== '') this.names.set(digest, name);
      if (error === '' || /\bcontext canceled\b/.test(error)) continue;
      this.firstFailed ??= digest;
      this.errors.set(digest, error);
    }
    for (const { vertex, data } of status.logs) this.append(vertex, data);
    if (this.firstFailed !== undefined) this.tellFailed();
  }

  /** The first vertex that failed by itself, not because another one did. */
  get failedVertex(): string | undefined {
    return this.firstFailed;
  }

  /** What the daemon said of a vertex that failed. */
  errorOf(vertex: string): string | undefined {
    return this.errors.get(vertex);
  }

  nameOf(vertex: string): string | undefined {
    return this.names.get(vertex);
  }

  /** The last lines of the vertex's output. */
  tailOf(vertex: string): string {
    const text = Buffer.concat(this.tails.get(vertex) ?? []).toString('utf8');
    const lines = text.replace(/\r\n/g, '\n').trimEnd().split('\n');
    return lines.slice(-MAX_LINES).join('\n');
  }

  private append(vertex: string, data: Uint8Array): void {
    const chunks = this.tails.get(vertex) ?? [];
    chunks.push(data);
    let size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    while (chunks.length > 1 && size - (chunks[0]?.length ?? 0) >= MAX_BYTES) {
      size -= chunks.shift()?.length ?? 0;
    }
    this.tails.set(vertex, chunks);
  }
}
