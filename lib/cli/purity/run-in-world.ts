import { chmodSync, chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AppPlace } from '../../build/app/app-place';
import { type RunAppOptions, runApp } from '../../build/app/run-app';
import { BuildError } from '../../errors';
import { makeFolder } from '../../files/make-folder';
import { packageFolder } from '../../package';
import { AssemblyFiles } from '../../purity/assembly-files';
import { readAppOptions } from '../args/app-options';
import type { CommandContext } from '../context';
import { hideValues } from './hide-values';
import { type Observation, readObservations } from './observation';
import { otherUser, type ProcessUser } from './other-user';
import type { WorldSettings } from './preload/world-settings';
import type { World } from './world';
import { type VariableFacts, worldVariables } from './world-variables';

/** What the process of the app loads first; see `preload/world.ts`. */
const PRELOAD = 'dist/lib/cli/purity/preload/world.js';

const YEAR_AND_SOME_MS = 366.3 * 24 * 3600 * 1000 + 754_321;
const SEEDS = { here: 1, elsewhere: 2 };

/** How a run of the app ended, and what the app did on the way. */
export interface Outcome {
  /** What it wrote; undefined where it failed. */
  readonly assembly: AssemblyFiles | undefined;
  /** Why it failed. */
  readonly error: BuildError | undefined;
  readonly observations: readonly Observation[];
}

/** Runs one app in worlds, each time into a folder of its own. */
export class WorldRunner {
  readonly #now = Date.now();
  #runs = 0;
  #otherUser: { readonly it: ProcessUser | undefined } | undefined;

  /** @param folder an empty one, absolute */
  constructor(
    private readonly context: CommandContext,
    private readonly found: AppPlace,
    private readonly folder: string,
  ) {}

  /**
   * @param observations what the app did in the world as it is
   */
  async run(
    world: World,
    observations: readonly Observation[] = [],
    { isHidden = true }: Pick<RunAppOptions, 'isHidden'> = {},
  ): Promise<Outcome> {
    const { context, found } = this;
    // As deep as each other, so that relative paths are equal.
    const run = join(this.folder, String(100 + this.#runs++));
    const [out, record, home] = ['synth.out', 'record', 'home'].map((name) => join(run, name));
    if (out === undefined || record === undefined || home === undefined) throw new RangeError();
    makeFolder(home);
    const facts = { env: context.env, observations, home, needsHome: isCommand(found) };
    const isElsewhere = world.aspects.has('folder') && !isCommand(found);
    const env = this.environment(world, facts, record, isElsewhere);
    const user = world.aspects.has('user') ? this.otherUser() : undefined;
    // The app writes into both.
    if (user) for (const folder of [run, home]) chownSync(folder, user.uid, user.gid);
    const inWorld = { ...context, env, cwd: isElsewhere ? home : context.cwd };
    try {
      await runApp(
        { ...found, out },
        {
          ...readAppOptions(inWorld),
          isHidden,
          user,
          place: found.out,
        },
      );
      const assembly = readFiles(out);
      return { assembly, error: undefined, observations: this.observed(record) };
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      return { assembly: undefined, error, observations: this.observed(record) };
    }
  }

  /** Another user, who must be able to read what the app is sure to read. */
  private otherUser(): ProcessUser | undefined {
    const { folder, lock, target } = this.found;
    const file = target.kind === 'program' ? target.file : undefined;
    const preload = join(packageFolder(), PRELOAD);
    const files = [folder, file ?? folder, existsSync(lock) ? lock : folder, preload];
    this.#otherUser ??= { it: otherUser(files) };
    if (this.#otherUser.it !== undefined) chmodSync(this.folder, 0o711);
    return this.#otherUser.it;
  }

  /** What was written down; a path may hold what the environment says. */
  private observed(record: string): Observation[] {
    return readObservations(record).map((one) =>
      one.kind === 'file' ? { ...one, what: hideValues(one.what, this.context.env) } : one,
    );
  }

  private environment(
    world: World,
    facts: VariableFacts,
    record: string,
    isElsewhere: boolean,
  ): NodeJS.ProcessEnv {
    const variables = worldVariables(world, facts);
    const preload = `--require ${quoted(join(packageFolder(), PRELOAD))}`;
    const { TSX_TSCONFIG_PATH = findConfig(this.context.cwd) } = facts.env;
    return {
      ...variables,
      // tsx looks for it from the working folder up; which compiler is used is no matter of the app.
      ...(isElsewhere && TSX_TSCONFIG_PATH !== undefined ? { TSX_TSCONFIG_PATH } : {}),
      NODE_OPTIONS: [variables.NODE_OPTIONS, preload].filter(Boolean).join(' '),
      SYNTH_WORLD: JSON.stringify(this.settings(world, record)),
    };
  }

  private settings({ aspects }: World, record: string): WorldSettings {
    return {
      record,
      now: this.#now + (aspects.has('clock') ? YEAR_AND_SOME_MS : 0),
      uptime: aspects.has('clock') ? 7_654_321 : 100,
      seed: aspects.has('random') ? SEEDS.elsewhere : SEEDS.here,
      machine: aspects.has('machine'),
      user: aspects.has('user'),
      order: aspects.has('order'),
    };
  }
}

/** A command for the shell: its words are relative to the working folder, and may need a home. */
export function isCommand({ target }: AppPlace): boolean {
  return target.kind === 'program' && target.file === undefined;
}

function readFiles(folder: string): AssemblyFiles {
  const names = readdirSync(folder);
  return new AssemblyFiles(new Map(names.map((name) => [name, readFileSync(join(folder, name))])));
}

function findConfig(folder: string): string | undefined {
  const file = join(folder, 'tsconfig.json');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : findConfig(dirname(folder));
}

/** As `NODE_OPTIONS` has it. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`;
}
