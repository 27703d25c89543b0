import type { Relation, RelationGroup } from '../relation';
import { forbids, type Member, namesOf, siblingProblem } from './member';
import type { PackageGraph } from './package-graph';

/** What is known and decided of a package. */
export interface Mark {
  readonly member: Member;
  /** Was there before anything was asked for. */
  readonly wasInstalled: boolean;
  isInstalled: boolean;
  /** When its version was ruled out, by {@link System.now}; undefined while it may be installed. */
  ruledOutAt: number | undefined;
  /** What was decided may not be changed any more. */
  isProtected: boolean;
  /** Came for the sake of others. */
  isAutomatic: boolean;
}

/** A system that packages are marked in, to be installed or to be removed. */
export class System {
  readonly graph: PackageGraph;
  readonly recommends: boolean;
  readonly #marks = new Map<Member, Mark>();
  /** Marks by real and by provided name. */
  readonly #byName = new Map<string, Mark[]>();
  /** What packages that will certainly be there rule out, by name. */
  readonly #rules = new Map<string, Rule[]>();
  /** When a package that has or provides a name was last marked otherwise. */
  readonly #changes = new Map<string, number>();
  #now = 0;
  /** True once something was unmarked again, so that what it brought may be left over. */
  hasLeftovers = false;

  constructor(graph: PackageGraph, recommends: boolean, installed: Iterable<Member>) {
    this.graph = graph;
    this.recommends = recommends;
    for (const member of installed) this.#add(member, true);
  }

  marks(): IterableIterator<Mark> {
    return this.#marks.values();
  }

  mark(member: Member): Mark {
    return this.#marks.get(member) ?? this.#add(member, false);
  }

  /** What is or will be there. */
  *installed(): Generator<Mark> {
    for (const mark of this.#marks.values()) if (mark.isInstalled) yield mark;
  }

  isNew(mark: Mark): boolean {
    return mark.isInstalled && !mark.wasInstalled;
  }

  /** True for what was there and is to go. */
  isRemoved(mark: Mark): boolean {
    return mark.wasInstalled && !mark.isInstalled;
  }

  isSatisfied(group: RelationGroup, of: Member): boolean {
    return group.some((relation) => this.isMet(relation, of));
  }

  isMet(relation: Relation, of: Member): boolean {
    return this.graph
      .targets(relation, of)
      .some((target) => this.#marks.get(target)?.isInstalled === true);
  }

  /**
   * True where a dependency is satisfied, or seemed to be satisfiable when something of that name was
   * last marked: apt looks no further before it marks what a package needs.
   */
  seemsSatisfiable(group: RelationGroup, of: Member): boolean {
    return group.some((relation) => {
      const changed = this.#changes.get(relation.name) ?? 0;
      return this.graph.targets(relation, of).some((target) => {
        const { isInstalled, ruledOutAt } = this.mark(target);
        return isInstalled || ruledOutAt === undefined || ruledOutAt > changed;
      });
    });
  }

  /** Known packages that a member may not be beside. */
  forbiddenBy(member: Member, relation: Relation): Mark[] {
    return (this.#byName.get(relation.name) ?? []).filter((mark) =>
      forbids(member, relation, mark.member),
    );
  }

  /** Known packages that have or provide a name. */
  named(name: string): readonly Mark[] {
    return this.#byName.get(name) ?? [];
  }

  /** What is there of a name, for the architecture of a package that names it, or for any. */
  installedNamed(name: string, of: Member): Mark | undefined {
    const found = this.named(name).filter(
      ({ isInstalled, member }) => isInstalled && member.package.name === name,
    );
    return found.find(({ member }) => member.architecture === of.architecture) ?? found[0];
  }

  /** Other packages that are there and provide the name of one. */
  providersOf({ package: { name } }: Member): Mark[] {
    return this.named(name).filter(
      ({ isInstalled, member }) => isInstalled && member.package.name !== name,
    );
  }

  /** The same package for other architectures that it cannot be beside. */
  badSiblings(member: Member): Mark[] {
    return (this.#byName.get(member.package.name) ?? []).filter(
      (mark) => siblingProblem(member, mark.member) !== undefined,
    );
  }

  /** True for a package that is to be there and lacks something, or may not be beside something. */
  isBroken({ isInstalled, member }: Mark): boolean {
    if (!isInstalled) return false;
    return (
      member.package.depends.some((group) => !this.isSatisfied(group, member)) ||
      this.badSiblings(member).some((other) => other.isInstalled) ||
      member.package.conflicts.some((relation) =>
        this.forbiddenBy(member, relation).some((other) => other.isInstalled),
      )
    );
  }

  isAnyBroken(): boolean {
    for (const mark of this.#marks.values()) if (this.isBroken(mark)) return true;
    return false;
  }

  /** True for a package that is to be there and lacks what it recommends, where that is wanted. */
  lacksRecommended({ isInstalled, member }: Mark): boolean {
    return (
      isInstalled &&
      this.recommends &&
      member.package.recommends.some((group) => !this.isSatisfied(group, member))
    );
  }

  /** Marks a package to be there, or not to be there. */
  set(mark: Mark, isInstalled: boolean): void {
    mark.isInstalled = isInstalled;
    if (!isInstalled) this.hasLeftovers = true;
    this.#now += 1;
    for (const name of namesOf(mark.member)) this.#changes.set(name, this.#now);
  }

  /** Its version cannot be installed any more. */
  ruleOut(mark: Mark): void {
    this.#now += 1;
    mark.ruledOutAt ??= this.#now;
  }

  /** Its version cannot be installed any more, and nobody may try. */
  exclude(mark: Mark): void {
    this.ruleOut(mark);
    mark.isProtected = true;
  }

  /** Nothing that the relation means can be installed any more, whenever it is found. */
  excludeAll(by: Member, relation: Relation): void {
    this.#now += 1;
    append(this.#rules, relation.name, { by, relation, since: this.#now });
    for (const mark of this.forbiddenBy(by, relation)) {
      if (!mark.isInstalled && !mark.wasInstalled) this.exclude(mark);
    }
  }

  #add(member: Member, isInstalled: boolean): Mark {
    const mark: Mark = {
      member,
      wasInstalled: isInstalled,
      isInstalled,
      ruledOutAt: undefined,
      isProtected: false,
      isAutomatic: false,
    };
    this.#marks.set(member, mark);
    for (const name of namesOf(member)) {
      append(this.#byName, name, mark);
      const rules = isInstalled ? [] : (this.#rules.get(name) ?? []);
      const rule = rules.find(({ by, relation }) => forbids(by, relation, member));
      if (rule === undefined) continue;
      mark.ruledOutAt = Math.min(mark.ruledOutAt ?? rule.since, rule.since);
      mark.isProtected = true;
    }
    return mark;
  }
}

/** What a package that will certainly be there may not be beside. */
interface Rule {
  readonly by: Member;
  readonly relation: Relation;
  readonly since: number;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
