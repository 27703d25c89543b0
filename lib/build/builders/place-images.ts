import { rankBuilders } from './rank-builders';

/** What of a builder decides about what it is given. */
export interface BuilderFacts {
  /** Tells it from the others. */
  readonly name: string;
  /** Platforms of images that it is for. @default - those that no other builder names */
  readonly platforms?: readonly string[] | undefined;
  /** Platforms that it can run steps of, its own and emulated ones. @default - any */
  readonly runs?: readonly string[] | undefined;
}

/** An image that is to be built. */
export interface ImageToPlace {
  readonly name: string;
  readonly platforms: readonly PlatformToPlace[];
  /** Whether its platforms may be built on several builders. */
  readonly mayBeSplit: boolean;
}

/** One platform of an image. */
export interface PlatformToPlace {
  /** `linux/arm64` */
  readonly platform: string;
  /** Platforms that its steps run on. */
  readonly runsOn: readonly string[];
}

/** Platforms of an image that are built on one builder. */
export interface PlacedPart {
  readonly builder: string;
  /** In the order of the image. */
  readonly platforms: readonly string[];
}

/** A platform of an image that no builder is there for, or the image where none builds it whole. */
export interface Unplaced {
  readonly image: string;
  /** Undefined where each platform has builders, and none has all of them. */
  readonly platform?: string;
}

/** Where images are built. */
export interface Placement {
  /** By the name of the image. */
  readonly parts: ReadonlyMap<string, readonly PlacedPart[]>;
  readonly unplaced: readonly Unplaced[];
}

/** How much more than its share a builder is given, before the next best is. */
const SPARE = 1.25;

/**
 * Says where each image is built. It is a function of names alone: the same images and builders have
 * the same places on every machine, so that caches are where they were.
 *
 * An image goes to the builder that suits its name best, unless that has more than its share of them.
 * Where no builder is for all of its platforms, each goes to one that is for it.
 *
 * @param images all of an app, also those that are not built now: they have their share, too
 * @param lost names of builders that are gone: what they had goes to others, and all else stays
 */
export function placeImages(
  images: readonly ImageToPlace[],
  builders: readonly BuilderFacts[],
  lost: ReadonlySet<string> = new Set(),
): Placement {
  const units: Unit[] = [];
  const unplaced: Unplaced[] = [];
  for (const image of [...images].sort(byName)) {
    const found = unitsOf(image, builders, lost);
    units.push(...found.units);
    unplaced.push(...found.unplaced);
  }
  const shares = new Shares(units);
  const had = new Map(units.map((unit) => [unit, shares.give(unit, unit.all)]));
  const moved = units.filter((unit) => lost.has(had.get(unit) ?? ''));
  for (const unit of moved) had.set(unit, shares.give(unit, unit.left));
  const parts = new Map<string, PlacedPart[]>();
  for (const image of images) parts.set(image.name, partsOf(image, units, had));
  return { parts, unplaced };
}

/** Platforms of an image that have the same builders to choose from, or one of them. */
interface Unit {
  readonly image: string;
  readonly platforms: readonly string[];
  /** Builders that it may go to. */
  readonly all: readonly string[];
  /** Of these, those that are not lost. */
  readonly left: readonly string[];
}

function unitsOf(
  image: ImageToPlace,
  builders: readonly BuilderFacts[],
  lost: ReadonlySet<string>,
): { readonly units: readonly Unit[]; readonly unplaced: readonly Unplaced[] } {
  const unit = (platforms: readonly PlatformToPlace[], all: readonly string[]): Unit => ({
    image: image.name,
    platforms: platforms.map(({ platform }) => platform),
    all,
    left: all.filter((name) => !lost.has(name)),
  });
  const wholly = inAll(image.platforms.map((one) => bestFor(one, builders)));
  const whole = unit(image.platforms, wholly);
  if (whole.left.length > 0) return { units: [whole], unplaced: [] };
  if (!image.mayBeSplit) {
    const any = unit(image.platforms, inAll(image.platforms.map((one) => ableTo(one, builders))));
    if (any.left.length > 0) return { units: [any], unplaced: [] };
  }
  const units = image.platforms.map((one) => {
    const best = unit([one], bestFor(one, builders));
    return best.left.length > 0 ? best : unit([one], ableTo(one, builders));
  });
  const without = units.filter(({ left }) => left.length === 0);
  if (without.length > 0) {
    const missing = without.flatMap(({ platforms }) => platforms);
    return { units: [], unplaced: missing.map((platform) => ({ image: image.name, platform })) };
  }
  if (!image.mayBeSplit) return { units: [], unplaced: [{ image: image.name }] };
  return { units, unplaced: [] };
}

/** Builders that name a platform, else those that name none. */
function bestFor(one: PlatformToPlace, builders: readonly BuilderFacts[]): readonly string[] {
  const able = builders.filter((builder) => isAble(one, builder));
  const naming = able.filter(({ platforms }) => platforms !== undefined);
  return (naming.length > 0 ? naming : able).map(({ name }) => name);
}

function ableTo(one: PlatformToPlace, builders: readonly BuilderFacts[]): readonly string[] {
  return builders.filter((builder) => isAble(one, builder)).map(({ name }) => name);
}

function isAble({ platform, runsOn }: PlatformToPlace, { platforms, runs }: BuilderFacts): boolean {
  return (
    (platforms?.includes(platform) ?? true) && runsOn.every((one) => runs?.includes(one) ?? true)
  );
}

function inAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((name) => others.every((names) => names.includes(name)));
}

/** Hands out builders, each its share of what may go to it. */
class Shares {
  readonly #counts = new Map<string, number>();
  readonly #given = new Map<string, number>();

  constructor(units: readonly Unit[]) {
    for (const { all } of units) add(this.#counts, groupOf(all));
  }

  give({ all, image }: Unit, among: readonly string[]): string {
    const group = groupOf(all);
    const most = Math.ceil(((this.#counts.get(group) ?? 0) * SPARE) / among.length) + 1;
    const ranked = rankBuilders(image, among);
    const hasRoom = (name: string) => (this.#given.get(`${group}\0${name}`) ?? 0) < most;
    const [best = ''] = ranked;
    const chosen = ranked.find(hasRoom) ?? best;
    add(this.#given, `${group}\0${chosen}`);
    return chosen;
  }
}

const groupOf = (names: readonly string[]): string => names.join('\0');

const add = (counts: Map<string, number>, key: string) =>
  counts.set(key, (counts.get(key) ?? 0) + 1);

/** What of an image goes to one builder is built there together. */
function partsOf(
  { name, platforms }: ImageToPlace,
  units: readonly Unit[],
  places: ReadonlyMap<Unit, string>,
): PlacedPart[] {
  const own = units.filter(({ image }) => image === name);
  const builderOf = (platform: string) => {
    const unit = own.find((one) => one.platforms.includes(platform));
    return unit && places.get(unit);
  };
  const used = platforms.flatMap(({ platform }) => builderOf(platform) ?? []);
  return [...new Set(used)].map((builder) => ({
    builder,
    platforms: platforms
      .map(({ platform }) => platform)
      .filter((platform) => builderOf(platform) === builder),
  }));
}

const byName = (a: ImageToPlace, b: ImageToPlace): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
