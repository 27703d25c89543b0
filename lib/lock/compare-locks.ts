import type { Advisories } from '../inputs/advisories';
import type { Fact } from '../inputs/fact';
import { KINDS, kindNamed } from '../inputs/kinds';
import { answerDigest } from './answer-digest';
import { foreignEntries } from './check-lock';
import { type LockFile, sectionOf } from './lock-file';

/** How something stands in a lock. */
export interface LockedState {
  /** A version, a commit or a digest, as its kind of input has it. */
  readonly version: string;
  /** Bytes. @default - nobody knows, or it has none */
  readonly size?: number;
}

/** Something that two locks have otherwise. */
export interface Move {
  /** Name of the kind of input. */
  readonly kind: string;
  readonly name: string;
  /** What it is for, where there is one for each: `arm64`. @default - it is for all */
  readonly of?: string;
  /** @default - it was not there */
  readonly before?: LockedState;
  /** @default - it is not there any more */
  readonly after?: LockedState;
  /** Advisories that it is not subject to any more. @default - none is known */
  readonly advisories?: readonly string[];
}

/**
 * What moved from one lock to another: in the order of kinds, then of names.
 *
 * @param advisories by the kind of input, to be told with it
 */
export function compareLocks(
  before: LockFile,
  after: LockFile,
  advisories: ReadonlyMap<string, Advisories> = new Map(),
): Move[] {
  const own = KINDS.map(({ name }) => name);
  const foreign = [before, after].flatMap(({ sections }) => Object.keys(sections)).sort();
  return [...new Set([...own, ...foreign])].flatMap((kind) =>
    compareFacts(kind, factsOf(kind, before), factsOf(kind, after), advisories.get(kind)),
  );
}

function compareFacts(
  kind: string,
  before: ReadonlyMap<string, Fact>,
  after: ReadonlyMap<string, Fact>,
  data: Advisories | undefined,
): Move[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  return ids.flatMap((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    const { name, of } = now ?? old ?? {};
    if (name === undefined || (old?.version === now?.version && old?.size === now?.size)) return [];
    return {
      kind,
      name,
      ...(of === undefined ? {} : { of }),
      ...(old === undefined ? {} : { before: stateOf(old) }),
      ...(now === undefined ? {} : { after: stateOf(now) }),
      ...advisoriesOf(old, now, data),
    };
  });
}

function advisoriesOf(
  old: Fact | undefined,
  now: Fact | undefined,
  data: Advisories | undefined,
): Pick<Move, 'advisories'> {
  if (old?.built === undefined || now?.built === undefined) return {};
  const { release, source } = old.built;
  const advisories = data?.fixedBetween(source, now.built.source, release) ?? [];
  return advisories.length === 0 ? {} : { advisories };
}

function stateOf({ size, version }: Fact): LockedState {
  return size === undefined ? { version } : { version, size };
}

function factsOf(name: string, lock: LockFile): ReadonlyMap<string, Fact> {
  const kind = kindNamed(name);
  const facts =
    kind === undefined
      ? // Of another package's kind, whose code is not here.
        Object.entries(foreignEntries(name, lock)).map(([entry, answer]) => ({
          name: entry,
          version: answerDigest(answer),
        }))
      : (kind.section.facts?.(sectionOf(lock, kind)) ?? []);
  return new Map(
    facts.map((fact: Fact) => [JSON.stringify([fact.name, fact.within, fact.of]), fact]),
  );
}
