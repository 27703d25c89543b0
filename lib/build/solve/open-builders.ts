import type { Connection } from '../../client';
import { BuildError } from '../../errors';
import { formatPlatform } from '../../oci/platform';
import { type Builder, builderName } from '../builders/builder';
import type { BuilderFacts } from '../builders/place-images';
import type { BuildOptions } from './build-options';
import { AT_ONCE } from './build-place';
import { ExportedContent } from './exported-content';
import { openConnection } from './open-connection';
import { Turns } from './turns';

/** A builder that answers. */
export interface OpenBuilder {
  readonly name: string;
  readonly connection: Connection;
  readonly content: ExportedContent;
  readonly turns: Turns;
}

/** What shows that a builder cannot be used now; all else is wrong with how it was named. */
const NOT_THERE: readonly string[] = ['E_DAEMON_UNREACHABLE', 'E_DAEMON_LOST', 'E_DAEMON_PROTOCOL'];

/** The builders of a run: those that answer, and why others do not. */
export class OpenBuilders {
  readonly #open = new Map<string, OpenBuilder>();
  readonly #lost = new Map<string, unknown>();
  readonly #facts: BuilderFacts[] = [];

  private constructor(private readonly onMessage: (text: string) => void) {}

  /**
   * Opens connections to all of them.
   *
   * @throws BuildError of one that is named wrongly; of those that cannot be reached it is told
   */
  static async open(
    builders: readonly Builder[],
    options: BuildOptions,
    signal: AbortSignal,
    onMessage: (text: string) => void,
  ): Promise<OpenBuilders> {
    const all = new OpenBuilders(onMessage);
    const opened = await Promise.allSettled(
      builders.map((builder) => all.#add(builder, options, signal)),
    );
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed === undefined) return all;
    all.close();
    throw failed.reason;
  }

  /** Of all that were named, in their order. */
  get facts(): readonly BuilderFacts[] {
    return this.#facts;
  }

  /** Names of those that are gone. */
  get lost(): ReadonlySet<string> {
    return new Set(this.#lost.keys());
  }

  get(name: string): OpenBuilder {
    const builder = this.#open.get(name);
    if (builder === undefined) throw new RangeError(`no builder ${name}`);
    return builder;
  }

  /** Whether a build failed since its builder is gone; if so, it is given nothing any more. */
  async isGone({ connection, name }: OpenBuilder, error: unknown): Promise<boolean> {
    if (this.#lost.has(name)) return true;
    if (!isLoss(error) && (await answers(connection))) return false;
    this.#lose(name, error);
    return true;
  }

  /** Why each that is gone is gone: `name: reason`. */
  get reasons(): readonly string[] {
    return [...this.#lost].map(([name, error]) => `${name}: ${reasonOf(error)}`);
  }

  close(): void {
    for (const { connection } of this.#open.values()) connection.close();
  }

  async #add(builder: Builder, options: BuildOptions, signal: AbortSignal): Promise<void> {
    const { address, platforms } = builder;
    const name = builderName(builder);
    const index = this.#facts.push({ name, platforms }) - 1;
    const tls = builder.tls ?? (/^tcp:/i.test(address) ? options.tls : undefined);
    try {
      const connection = await openConnection({ address, env: options.env, signal, tls });
      const content = new ExportedContent(connection, signal);
      const turns = new Turns(options.atOnce ?? AT_ONCE);
      this.#open.set(name, { name, connection, content, turns });
      const workers = await connection.workers({ signal });
      const runs = workers.flatMap((worker) => worker.platforms.map(formatPlatform));
      this.#facts[index] = { name, platforms, runs };
    } catch (error) {
      signal.throwIfAborted();
      if (!BuildError.is(error) || !NOT_THERE.includes(error.code)) throw error;
      this.#lose(name, error);
    }
  }

  #lose(name: string, error: unknown): void {
    if (this.#lost.has(name)) return;
    this.#lost.set(name, error);
    this.onMessage(`builder ${name} is not used any more: ${reasonOf(error)}`);
  }
}

const isLoss = (error: unknown): boolean => BuildError.is(error) && error.code === 'E_DAEMON_LOST';

/** A daemon that is asked to end cancels what it does, and says so, before it is gone. */
async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.workers();
    return true;
  } catch {
    return false;
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
