import type { BinaryPackage } from '../binary-package';
import { globPattern, isGlob } from './glob';
import { type Pin, releaseTerms } from './pin';

/** What is known of where an index comes from. */
export interface IndexOrigin {
  /** `Suite` of its Release, e.g. `stable`. */
  readonly archive: string;
  /** `Codename`, e.g. `trixie`. */
  readonly codename: string;
  /** `Origin`, e.g. `Debian`. */
  readonly origin: string;
  readonly label: string;
  readonly version: string;
  readonly component: string;
  /** Host of the archive. */
  readonly host: string;
  /** `NotAutomatic: yes`: nothing of it is taken unless asked for. */
  readonly isNotAutomatic: boolean;
  /** `ButAutomaticUpgrades: yes`. */
  readonly isButAutomaticUpgrades: boolean;
}

const USUAL = 500;
const AUTOMATIC_UPGRADES = 100;
const NOT_AUTOMATIC = 1;

/** Which version of a package is wanted most, as apt decides it by pins. */
export class Policy {
  readonly #general: readonly Rule[];
  readonly #specific: readonly Rule[];
  readonly #ofIndexes = new Map<IndexOrigin, number>();

  /**
   * @param pins the first that fits counts
   * @param native Debian architecture that names without one are of
   */
  constructor(pins: readonly Pin[], native: string) {
    const rules = pins.map((pin) => compile(pin, native));
    this.#general = rules.filter(({ isGeneral }) => isGeneral);
    this.#specific = rules.filter(({ isGeneral }) => !isGeneral);
  }

  /**
   * The priority of a version of a package: that of the first pin that names the package and fits, else
   * the highest of the indexes that list it. What is below 1 is never chosen.
   *
   * @param architecture the one that the indexes are for
   * @see apt_preferences(5)
   */
  priority(found: BinaryPackage, architecture: string, indexes: readonly IndexOrigin[]): number {
    const specific = this.#specific.find(
      (rule) =>
        rule.names(found, architecture) &&
        (rule.isOf(found.version) || indexes.some((index) => rule.isIn(index))),
    );
    if (specific !== undefined) return specific.priority;
    return Math.max(...indexes.map((index) => this.#ofIndex(index)));
  }

  #ofIndex(index: IndexOrigin): number {
    const known = this.#ofIndexes.get(index);
    if (known !== undefined) return known;
    const pinned = this.#general.find((rule) => rule.isIn(index))?.priority;
    const priority = pinned ?? ownPriority(index);
    this.#ofIndexes.set(index, priority);
    return priority;
  }
}

function ownPriority({ isButAutomaticUpgrades, isNotAutomatic }: IndexOrigin): number {
  if (!isNotAutomatic) return USUAL;
  return isButAutomaticUpgrades ? AUTOMATIC_UPGRADES : NOT_AUTOMATIC;
}

/** A pin that is ready to be asked. */
interface Rule {
  readonly priority: number;
  readonly isGeneral: boolean;
  names(found: BinaryPackage, architecture: string): boolean;
  isOf(version: string): boolean;
  isIn(index: IndexOrigin): boolean;
}

function compile({ origin, packages, priority, release, version }: Pin, native: string): Rule {
  const names = packages.map((name) => compileName(name, native));
  const ofVersion = version === undefined ? undefined : globPattern(version);
  return {
    priority,
    isGeneral: packages.includes('*'),
    names: (found, architecture) => names.some((test) => test(found, architecture)),
    isOf: (text) => ofVersion?.test(text) ?? false,
    isIn: compileOrigin(release, origin),
  };
}

function compileName(
  text: string,
  native: string,
): (found: BinaryPackage, architecture: string) => boolean {
  const isSource = text.startsWith('src:');
  const [name = '', wanted = native] = (isSource ? text.slice(4) : text).split(':');
  const pattern = isGlob(name) ? globPattern(name) : undefined;
  return (found, architecture) => {
    const own = isSource ? found.source.name : found.name;
    const isNamed = pattern === undefined ? own === name : pattern.test(own);
    // A package for all architectures belongs to the native one.
    const of = found.architecture === 'all' ? native : architecture;
    return isNamed && (wanted === 'any' || wanted === of);
  };
}

function compileOrigin(
  release: string | undefined,
  host: string | undefined,
): (index: IndexOrigin) => boolean {
  if (host !== undefined) {
    const pattern = globPattern(host);
    return (index) => pattern.test(index.host);
  }
  if (release === undefined) return () => false;
  const tests = [...releaseTerms(release)].map(([letter, value]) => {
    const pattern = globPattern(value);
    return (index: IndexOrigin) => valuesOf(index, letter).some((own) => pattern.test(own));
  });
  return (index) => tests.every((test) => test(index));
}

/** What a Release says of a letter of pins. */
function valuesOf(index: IndexOrigin, letter: string): readonly string[] {
  const { archive, codename, component, label, origin, version } = index;
  switch (letter) {
    case 'a':
      return [archive];
    case 'n':
      return [codename];
    case 'r':
      return [archive, codename];
    case 'o':
      return [origin];
    case 'l':
      return [label];
    case 'c':
      return [component];
    case 'v':
      return [version];
    default:
      return [];
  }
}
