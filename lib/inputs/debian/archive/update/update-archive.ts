import { own } from '../../../entries';
import type { Asked, ResolverContext } from '../../../resolver';
import { baseName } from '../../locked';
import { type DebianRequest, setKey } from '../../request';
import type { DebianArchiveLock } from '../../section';
import type { ArchiveDates } from '../archive-dates';
import { ArchiveLockBuilder } from '../archive-lock-builder';
import { holdPackages } from '../held-packages';

/** What of an archive is to be of another date. */
export interface ArchiveUpdate {
  /** `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** Names of packages, without architecture. @default - all */
  readonly names?: ReadonlySet<string> | undefined;
}

/**
 * The lock of an archive with packages of another date. Without names every set is resolved anew. With
 * names these packages move, what they need in another version or cannot be beside moves with them, and
 * all else stays: sets that hold none of them are not looked at.
 *
 * @returns undefined where errors were collected
 */
export async function updateArchive(
  sets: readonly Asked<DebianRequest>[],
  locked: DebianArchiveLock,
  dates: ArchiveDates,
  update: ArchiveUpdate,
  context: ResolverContext,
): Promise<DebianArchiveLock | undefined> {
  const [first] = sets;
  if (first === undefined) return undefined;
  const { snapshot } = update;
  if (!(await context.collect(first, () => dates.at(snapshot).releases()))) return undefined;
  const builder = new ArchiveLockBuilder();
  const mover = new PackageMover(sets, locked, dates, update);
  let isWhole = true;
  const { names } = update;
  if (names !== undefined) isWhole = await context.collect(first, () => mover.pull());
  for (const asked of isWhole ? sets : []) {
    isWhole &&= await context.collect(asked, async () => {
      const { request } = asked;
      const closure = names === undefined ? await mover.anew(request) : await mover.moved(request);
      if (closure === undefined) builder.keep(request, locked);
      else builder.add(request, closure, { held: locked, snapshot: dates.own(snapshot) });
    });
  }
  if (!isWhole) return undefined;
  const found = await dates.releases(snapshot);
  return dates.own(snapshot) === undefined
    ? builder.lock(found, locked.later)
    : builder.lock(locked.releases, { ...locked.later, [snapshot]: found });
}

/** Finds what moves with packages, and the sets that come of it. */
class PackageMover {
  readonly #sets: readonly Asked<DebianRequest>[];
  readonly #locked: DebianArchiveLock;
  readonly #dates: ArchiveDates;
  readonly #snapshot: string;
  readonly #names: Set<string>;
  readonly #components: readonly string[];

  constructor(
    sets: readonly Asked<DebianRequest>[],
    locked: DebianArchiveLock,
    dates: ArchiveDates,
    { names, snapshot }: ArchiveUpdate,
  ) {
    this.#sets = sets;
    this.#locked = locked;
    this.#dates = dates;
    this.#snapshot = snapshot;
    this.#names = new Set(names);
    this.#components = [...new Set(sets.flatMap(({ request }) => request.components))].sort();
  }

  /** Adds to the names what cannot stay, in any set of any architecture, until nothing more does. */
  async pull(): Promise<void> {
    for (let count = 0; count < this.#names.size; ) {
      count = this.#names.size;
      for (const { request } of this.#sets) {
        const system = this.#system(request);
        const moving = this.#moving(system);
        if (moving.size === 0) continue;
        const closures = await this.#closures(request);
        const newest = await this.#newest.candidates(request);
        for (const key of closures.pulledAlong(system, moving, newest)) {
          this.#names.add(baseName(key));
        }
      }
    }
  }

  /** The set at the date; all of it. */
  anew(request: DebianRequest) {
    return this.#newest.resolve(request);
  }

  /** The set with the packages that move; undefined where none of them is in it. */
  async moved(request: DebianRequest) {
    const system = this.#system(request);
    const moving = this.#moving(system);
    if (moving.size === 0) return undefined;
    return (await this.#closures(request)).moved(request, system, moving);
  }

  get #newest() {
    return this.#dates.at(this.#snapshot);
  }

  #system(request: DebianRequest): readonly string[] {
    return own(own(this.#locked.sets, setKey(request)), request.architecture) ?? [];
  }

  #moving(system: readonly string[]): ReadonlySet<string> {
    return new Set(system.filter((key) => this.#names.has(baseName(key))));
  }

  async #closures(request: DebianRequest) {
    const table = own(this.#locked.packages, request.architecture) ?? {};
    const staying = Object.entries(table).filter(([key]) => !this.#names.has(baseName(key)));
    const held = await holdPackages(
      Object.fromEntries(staying),
      request,
      this.#components,
      this.#newest,
      (date) => this.#dates.at(date),
    );
    return this.#newest.closures(request, held);
  }
}
