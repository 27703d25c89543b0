import type { Relation, RelationGroup } from '../relation';
import type { InstallMarks } from './install-marks';
import type { Member } from './member';
import { makeScores } from './scores';
import type { Mark, System } from './system';

/** How often all packages are gone through. */
const MAX_PASSES = 20;

/** A dependency, or what a package may not be beside. */
interface Rule {
  readonly group: RelationGroup;
  readonly isNegative: boolean;
}

/**
 * Mends a system in which marked packages lack something or may not be together, as apt does: from the
 * highest score down, each broken package either drives out what is in its way, or is given up itself.
 * For what the user asks for, other alternatives are tried instead.
 */
export class ProblemResolver {
  readonly #system: System;
  readonly #marks: InstallMarks;
  readonly #requested: ReadonlySet<Mark>;
  /** Packages that were tried once more, each once. */
  readonly #tried = new Set<Mark>();
  #scores = new Map<string, number>();
  #hasChanged = false;

  constructor(system: System, marks: InstallMarks, requested: ReadonlySet<Mark>) {
    this.#system = system;
    this.#marks = marks;
    this.#requested = requested;
  }

  /** @returns whether nothing is broken any more */
  resolve(): boolean {
    const before = new Set(this.#system.installed());
    this.#scores = makeScores(this.#system, this.#requested);
    const initial = new Map(this.#scores);
    const rank = ({ member }: Mark): number => initial.get(member.key) ?? 0;
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      this.#hasChanged = false;
      const ordered = [...this.#system.marks()].sort((a, b) => rank(b) - rank(a));
      for (const mark of ordered) if (this.#system.isBroken(mark)) this.#mend(mark, pass);
      if (!this.#hasChanged) break;
    }
    for (const mark of this.#system.installed()) {
      if (!before.has(mark) && !mark.wasInstalled) mark.isAutomatic = true;
    }
    return !this.#system.isAnyBroken();
  }

  #mend(mark: Mark, pass: number): void {
    const { member } = mark;
    const toKill: Mark[] = [];
    for (const rule of this.#rules(member)) {
      if (!mark.isInstalled) break;
      if (!this.#isBrokenRule(rule, member)) continue;
      if (this.#mendRule(mark, rule, toKill)) break;
    }
    if (!mark.isInstalled) return;
    for (const other of toKill) {
      const isGone = other.wasInstalled ? this.#marks.remove(other) : this.#marks.keep(other);
      if (isGone) this.#hasChanged = true;
      if (isGone && pass <= 1) continue;
      const score = this.#score(mark);
      if (score <= this.#score(other)) continue;
      this.#scores.set(other.member.key, score);
      this.#hasChanged = true;
    }
  }

  /** @returns whether the package has been given up, so that there is nothing left to mend */
  #mendRule(mark: Mark, { group, isNegative }: Rule, toKill: Mark[]): boolean {
    const { member } = mark;
    const isChoice = group.length > 1;
    const before = toKill.length;
    for (const relation of group) {
      if (!isNegative && this.#system.isSatisfied(group, member)) return false;
      const targets = this.#targets(relation, member, isNegative);
      if (targets.length === 0 && !mark.isProtected && !isNegative) {
        if (isChoice) continue;
        this.#give(mark);
        return true;
      }
      for (const target of targets) {
        if (!isNegative || this.#score(mark) <= this.#score(target)) {
          if (mark.isProtected) {
            if (!this.#reinstate(target)) continue;
            this.#scores.set(target.member.key, Math.min(this.#score(target), this.#score(mark)));
            break;
          }
          if (isChoice) {
            this.#hasChanged = true;
            break;
          }
          this.#give(mark);
          return true;
        }
        if (target.isProtected) continue;
        toKill.push(target);
      }
    }
    if (!isChoice || toKill.length > before) return false;
    if (this.#system.isSatisfied(group, member) || mark.isProtected) return false;
    this.#give(mark);
    return true;
  }

  /** The package is not installed after all. */
  #give(mark: Mark): void {
    this.#hasChanged = true;
    if (!this.#marks.keep(mark) || this.#system.isBroken(mark)) this.#marks.remove(mark);
  }

  /** Marks a package that was passed over, and what it needs, each once. */
  #reinstate(mark: Mark): boolean {
    if (this.#tried.has(mark) || mark.wasInstalled || mark.ruledOutAt !== undefined) return false;
    if (this.#requested.has(mark)) return false;
    this.#tried.add(mark);
    const wasKept = !mark.isInstalled;
    if (!this.#marks.installAlone(mark)) return false;
    if (this.#reinstateNeeded(mark) && !this.#isInTheWay(mark)) return true;
    if (wasKept) this.#marks.keep(mark);
    else this.#marks.remove(mark);
    return false;
  }

  #reinstateNeeded({ member }: Mark): boolean {
    return member.package.depends.every((group) => {
      let isDone = true;
      for (const relation of group) {
        if (this.#system.isSatisfied(group, member)) break;
        const target = this.#targets(relation, member, false).find(
          (found) => found.member !== member,
        );
        isDone =
          target !== undefined &&
          !target.isProtected &&
          target.ruledOutAt === undefined &&
          this.#reinstate(target);
        if (isDone) break;
      }
      return isDone;
    });
  }

  /** What it may not be beside is left to the next pass, unless it cannot be changed. */
  #isInTheWay({ member }: Mark): boolean {
    return member.package.conflicts.some((relation) => {
      const [installed] = this.#targets(relation, member, true);
      if (installed === undefined) return false;
      const [named] = this.#system.named(relation.name).filter((mark) => mark.member !== member);
      return (named ?? installed).isProtected;
    });
  }

  #rules({ package: found }: Member): Rule[] {
    return [
      ...found.depends.map((group) => ({ group, isNegative: false })),
      ...found.conflicts.map((relation) => ({ group: [relation], isNegative: true })),
    ];
  }

  #isBrokenRule({ group, isNegative }: Rule, member: Member): boolean {
    if (!isNegative) return !this.#system.isSatisfied(group, member);
    return group.some((relation) => this.#targets(relation, member, true).length > 0);
  }

  /** What satisfies a dependency, or is there and may not be. */
  #targets(relation: Relation, member: Member, isNegative: boolean): Mark[] {
    if (isNegative) {
      return this.#system.forbiddenBy(member, relation).filter((mark) => mark.isInstalled);
    }
    return this.#system.graph.targets(relation, member).map((target) => this.#system.mark(target));
  }

  #score({ member }: Mark): number {
    return this.#scores.get(member.key) ?? 0;
  }
}
