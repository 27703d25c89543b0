import type { Connection } from '../../client';
import type { BuildPlan } from '../plan/build-plan';
import type { Planner } from '../plan/plan-builds';
import { beginEarly } from './begin-early';
import type { BuildOne } from './build-all';
import { buildImage } from './build-image';
import { AT_ONCE, type BuildPlace, type BuildPlaceOptions } from './build-place';
import { BuiltBefore } from './built-before';
import { EarlyBuild } from './early-build';
import { ExportedContent } from './exported-content';
import { imageResult } from './image-result';
import { openConnection } from './open-connection';

/** One daemon, which is connected to and given its first work while the app still runs. */
export class OneBuilder implements BuildPlace {
  readonly #connecting: Promise<Connection>;
  readonly #early = new EarlyBuild();

  constructor(private readonly given: BuildPlaceOptions) {
    this.#connecting = openConnection(given.options);
    this.#connecting.catch(() => {});
  }

  get atOnce(): number {
    return this.given.options.atOnce ?? AT_ONCE;
  }

  begin(folder: string, planner: Planner): void {
    const { sessionOf } = this.given;
    void beginEarly({
      connecting: this.#connecting,
      early: this.#early,
      folder,
      planner,
      sessionOf,
    });
  }

  async open(plan: BuildPlan): Promise<BuildOne> {
    const { onEvent, sessionOf, signal: ended } = this.given;
    const connection = await this.#connecting;
    const content = new ExportedContent(connection, ended);
    const built = new BuiltBefore(plan.environment.cacheFolder, plan.assembly.folder);
    const onMessage = (text: string) => onEvent({ type: 'message', text });
    return async (image, signal) => {
      const isFirst = image === plan.images[0];
      const session = { ...sessionOf(image.name), signal };
      const early = isFirst ? this.#early : undefined;
      const tools = { connection, content, early, onEvent, session };
      const finished = await buildImage(image, plan, tools);
      if (isFirst) built.note(finished.results);
      return imageResult(finished, plan, { ...session, onMessage, content });
    };
  }

  async close(): Promise<void> {
    await this.#early.close();
    if (this.given.options.connection !== undefined) return;
    await this.#connecting.then(
      (connection) => connection.close(),
      () => {},
    );
  }
}
