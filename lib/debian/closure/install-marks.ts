import type { RelationGroup } from '../relation';
import type { Member } from './member';
import { ordered, preferred, solutions } from './provider-order';
import type { Mark, System } from './system';

/** A dependency that is to be settled. */
interface Wish {
  readonly group: RelationGroup;
  /** False for what is only recommended. */
  readonly isNeeded: boolean;
}

/** How deep a chain of dependencies may be. */
const MAX_DEPTH = 3000;

/**
 * Marks packages to be installed, as apt does: depth first. Each dependency takes the first package
 * that satisfies it and can be marked with all that it needs in turn, before the next is looked at.
 * What the user asks for, and what that certainly needs, is protected: nothing else may change it,
 * and what it may not be beside is ruled out. Of two others that may not be beside each other the
 * later drives out the earlier.
 */
export class InstallMarks {
  readonly #system: System;

  constructor(system: System) {
    this.#system = system;
  }

  /** What the user asks for: to be there whatever else. */
  request(mark: Mark): void {
    mark.isProtected = true;
    if (mark.ruledOutAt === undefined) this.#set(mark, false);
  }

  /** Marks what a requested package needs. */
  follow(mark: Mark): boolean {
    return this.#install(mark, true, true, 0);
  }

  /** Marks a package that something needs, with all that it needs itself. */
  install(mark: Mark, depth = 0): boolean {
    return this.#install(mark, true, false, depth);
  }

  /** Marks a package alone. */
  installAlone(mark: Mark, depth = 0): boolean {
    return this.#install(mark, false, false, depth);
  }

  /** As if it had never been marked. */
  keep(mark: Mark): boolean {
    const isKept = mark.isInstalled === mark.wasInstalled;
    if (isKept) return true;
    if (mark.isProtected) return false;
    this.#system.set(mark, mark.wasInstalled);
    return true;
  }

  remove(mark: Mark): boolean {
    if (this.#system.isRemoved(mark)) return true;
    if (!this.#mayRemove(mark)) return false;
    if (!mark.isInstalled) return true;
    // What the user asked for stays.
    if (!mark.wasInstalled && !mark.isAutomatic) return false;
    this.#system.set(mark, false);
    return true;
  }

  #mayRemove({ isProtected, member }: Mark): boolean {
    return !isProtected && !member.package.essential && !member.package.protected;
  }

  #install(mark: Mark, follow: boolean, isRequest: boolean, depth: number): boolean {
    const system = this.#system;
    const { member } = mark;
    const isKept = mark.isProtected && mark.wasInstalled && mark.isInstalled;
    if (!isKept && !this.#mayInstall(mark, isRequest, depth)) return false;
    if (mark.ruledOutAt !== undefined) return false;
    if (!mark.isProtected && !system.lacksRecommended(mark) && !system.isBroken(mark)) {
      if (mark.wasInstalled) return mark.isInstalled || this.keep(mark);
      if (mark.isInstalled) return true;
    }
    if (follow && !mark.wasInstalled && !this.#seemsSatisfiable(mark)) return false;
    if (isRequest) this.#set(mark, false);
    if (!follow) {
      if (!isRequest) this.#set(mark, true);
      return true;
    }

    const wasProtected = mark.isProtected;
    const mustSucceed = wasProtected || isRequest;
    const wishes = this.#wishes(member, wasProtected);
    const toRemove: Mark[] = [];
    let hasFailed = false;
    if (!this.#driveOut(mark, toRemove, wasProtected, isRequest)) {
      if (!mustSucceed) return false;
      hasFailed = true;
    }
    if (!isRequest) this.#set(mark, true);
    // While its dependencies are looked for, none of them may drive it out.
    mark.isProtected = true;
    const isDone = this.#settle(mark, wishes, wasProtected, isRequest, depth);
    const isRid = (isDone || mustSucceed) && this.#removeAll(toRemove, mustSucceed);
    mark.isProtected = wasProtected;
    if (isDone && isRid) return !hasFailed;
    if (!mustSucceed) this.#discard(mark);
    return false;
  }

  #mayInstall(mark: Mark, isRequest: boolean, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    return isRequest || this.#system.isNew(mark) || !mark.isProtected;
  }

  /** Rules out a package that has a dependency for which there is nothing. */
  #seemsSatisfiable(mark: Mark): boolean {
    const { member } = mark;
    const isSatisfiable = member.package.depends.every((group) =>
      this.#system.seemsSatisfiable(group, member),
    );
    if (!isSatisfiable && !mark.isProtected) this.#system.ruleOut(mark);
    return isSatisfiable;
  }

  #wishes(member: Member, isProtected: boolean): Wish[] {
    const { depends, recommends } = member.package;
    const all = [
      ...depends.map((group) => ({ group, isNeeded: true })),
      ...(this.#system.recommends ? recommends : []).map((group) => ({ group, isNeeded: false })),
    ];
    // What is satisfied is looked at once more to protect it.
    return isProtected ? all : all.filter(({ group }) => !this.#system.isSatisfied(group, member));
  }

  /** Unmarks what a package may not be beside, or notes what is to be removed for it. */
  #driveOut(mark: Mark, toRemove: Mark[], isProtected: boolean, isRequest: boolean): boolean {
    const { member } = mark;
    const relations = member.package.conflicts;
    const conflicting = [
      ...relations.map((relation) => ({
        relation,
        others: this.#system.forbiddenBy(member, relation),
      })),
      { relation: undefined, others: this.#system.badSiblings(member) },
    ];
    let isDone = true;
    for (const { others, relation } of conflicting) {
      const installed = others.filter(({ isInstalled }) => isInstalled);
      const name = relation?.name ?? member.package.name;
      for (const other of ordered(installed, name, this.#system.graph)) {
        const isGone = !other.wasInstalled
          ? this.keep(other)
          : isProtected
            ? this.remove(other)
            : this.#mayRemove(other);
        if (!isGone) {
          isDone = false;
          if (!isProtected && !isRequest) return false;
        } else if (other.wasInstalled) {
          if (isProtected) this.#system.exclude(other);
          else toRemove.push(other);
        }
      }
      if (!isProtected) continue;
      if (relation !== undefined) this.#system.excludeAll(member, relation);
      else for (const other of others) if (!other.isInstalled) this.#system.exclude(other);
    }
    return isDone;
  }

  #settle(
    mark: Mark,
    wishes: readonly Wish[],
    isProtected: boolean,
    isRequest: boolean,
    depth: number,
  ): boolean {
    const { member } = mark;
    let isDone = true;
    for (const { group, isNeeded } of wishes) {
      if (this.#system.isSatisfied(group, member)) {
        if (isProtected && isNeeded && !this.#protect(group, member, depth)) isDone = false;
        continue;
      }
      // What it did without before it may do without still.
      if (mark.wasInstalled && !isNeeded) continue;
      if (!this.#takeFirst(group, member, isProtected && isNeeded, depth) && isNeeded) {
        isDone = false;
        if (!isProtected && !isRequest) return false;
      }
    }
    return isDone;
  }

  /** What alone can satisfy a dependency of a protected package is protected too. */
  #protect(group: RelationGroup, member: Member, depth: number): boolean {
    const [only, second] = solutions(group, member, this.#system);
    if (only === undefined || second !== undefined || only.isProtected) return true;
    only.isProtected = true;
    return this.#install(only, true, false, depth + 1);
  }

  #takeFirst(group: RelationGroup, member: Member, isCertain: boolean, depth: number): boolean {
    const isOnly = isCertain && solutions(group, member, this.#system).length === 1;
    // What has been tried and failed leaves the order of the others as it was.
    for (const option of preferred(group, member, this.#system)) {
      if (option.ruledOutAt !== undefined) continue;
      if (isOnly) {
        if (!this.#install(option, false, false, depth + 1)) continue;
        option.isProtected = true;
      }
      if (this.#install(option, true, false, depth + 1)) return true;
    }
    return false;
  }

  #removeAll(marks: readonly Mark[], mustSucceed: boolean): boolean {
    let isDone = true;
    for (const mark of marks) {
      if (this.remove(mark)) continue;
      isDone = false;
      if (!mustSucceed) return false;
    }
    return isDone;
  }

  #set(mark: Mark, isAutomatic: boolean): void {
    if (mark.isProtected && mark.isInstalled) return;
    if (!mark.wasInstalled) mark.isAutomatic = isAutomatic;
    this.#system.set(mark, true);
  }

  #discard(mark: Mark): void {
    this.#system.set(mark, mark.wasInstalled);
    if (!mark.isInstalled) this.#system.ruleOut(mark);
  }
}
