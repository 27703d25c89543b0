import { type Clause, clausesOf, INSTALLED } from './clauses';
import { Heap } from './heap';
import type { Mark, System } from './system';

/** What is decided of a package. */
interface Decision {
  /** Undefined while it is open. */
  isWanted: boolean | undefined;
  isDiscovered: boolean;
  /** What follows from it. */
  readonly clauses: Clause[];
  /** What it is a solution of. */
  readonly solutionOf: Clause[];
}

/** A clause that is still to be settled. */
interface Work {
  readonly clause: Clause;
  /** How many choices had been made when it came up. */
  readonly depth: number;
  /** How many solutions were left then. */
  readonly size: number;
}

/** A step that can be taken back: a decision, or work that is no longer open. */
type Step = { readonly decided: Mark } | { readonly work: Work; readonly choice?: Mark };

/** Choices that are taken back before it is given up. */
const MAX_RETRIES = 10_000;

/**
 * Finds what to install by trying, as apt's solver 3.0 does, which apt asks where its first one gives
 * up: all that follows from what is decided is decided first, then the dependency with the fewest
 * solutions left takes its first one. Where that leads nowhere, the last choice is taken back.
 */
export class Backtracking {
  readonly #system: System;
  readonly #decisions = new Map<Mark, Decision>();
  readonly #work = new Heap<Work>(isLessImportant);
  readonly #steps: Step[] = [];
  /** Where in the steps each choice was made. */
  readonly #choices: number[] = [];
  readonly #queue: Mark[] = [];

  constructor(system: System) {
    this.#system = system;
  }

  /** @returns what is to be there; undefined where there is no way */
  solve(requested: readonly Mark[]): readonly Mark[] | undefined {
    const isPossible =
      requested.every((mark) => this.#decide(mark, true)) && this.#addInstalled(new Set(requested));
    if (!isPossible || !this.#propagate() || !this.#settleAll()) return undefined;
    return [...this.#decisions].flatMap(([mark, { isWanted }]) => (isWanted ? [mark] : []));
  }

  /** What was there stays where nothing speaks against it. */
  #addInstalled(requested: ReadonlySet<Mark>): boolean {
    for (const mark of this.#system.marks()) {
      if (!mark.wasInstalled || requested.has(mark)) continue;
      const { essential, protected: isProtected } = mark.member.package;
      if (essential || isProtected) {
        if (!this.#decide(mark, true)) return false;
        continue;
      }
      const clause: Clause = {
        reason: undefined,
        solutions: [mark],
        isOptional: true,
        isNegative: false,
        rank: INSTALLED,
      };
      if (!this.#add(clause, 0) || !this.#add(clause, 0)) return false;
    }
    return true;
  }

  #settleAll(): boolean {
    for (let retries = 0; retries < MAX_RETRIES; ) {
      while (!this.#propagate()) {
        retries += 1;
        if (!this.#takeBack()) return false;
      }
      const work = this.#work.pop();
      if (work === undefined) return true;
      this.#steps.push({ work });
      if (this.#settle(work)) continue;
      retries += 1;
      if (!this.#takeBack()) return false;
    }
    return false;
  }

  #settle(work: Work): boolean {
    const { isOptional, solutions } = work.clause;
    if (solutions.some((mark) => this.#decision(mark).isWanted === true)) return true;
    const choice = solutions.find((mark) => this.#decision(mark).isWanted !== false);
    if (choice === undefined) return isOptional;
    if (work.size > 1 || isOptional) {
      this.#choices.push(this.#steps.length);
      this.#steps.push({ work, choice });
    }
    return this.#decide(choice, true);
  }

  /** @returns false where the opposite has been decided */
  #decide(mark: Mark, isWanted: boolean): boolean {
    const decision = this.#decision(mark);
    if (decision.isWanted !== undefined) return decision.isWanted === isWanted;
    decision.isWanted = isWanted;
    this.#steps.push({ decided: mark });
    this.#queue.push(mark);
    return true;
  }

  #propagate(): boolean {
    for (let mark = this.#queue.shift(); mark !== undefined; mark = this.#queue.shift()) {
      const { isWanted } = this.#decision(mark);
      if (isWanted === true && !this.#propagateWanted(mark)) return false;
      if (isWanted === false && !this.#propagateUnwanted(mark)) return false;
    }
    return true;
  }

  #propagateWanted(mark: Mark): boolean {
    this.#discover(mark);
    const { clauses, solutionOf } = this.#decision(mark);
    return (
      clauses.every((clause) => this.#add(clause, this.#choices.length)) &&
      solutionOf.every(
        ({ isNegative, reason }) =>
          !isNegative || reason === undefined || this.#decide(reason, false),
      )
    );
  }

  #propagateUnwanted(mark: Mark): boolean {
    return this.#decision(mark).solutionOf.every((clause) => {
      const { isNegative, isOptional, reason, solutions } = clause;
      if (isNegative || reason === undefined) return true;
      const { isWanted } = this.#decision(reason);
      if (isWanted === false) return true;
      const left = solutions.filter((solution) => this.#decision(solution).isWanted !== false);
      if (left.length === 1 && isWanted === true) {
        if (isOptional) return this.#add(clause, this.#choices.length);
        return left.every(
          (solution) =>
            this.#decision(solution).isWanted !== undefined || this.#decide(solution, true),
        );
      }
      return left.length >= 1 || isOptional || this.#decide(reason, false);
    });
  }

  /** Work of a clause; what leaves no choice is decided at once. */
  #add(clause: Clause, depth: number): boolean {
    const { isNegative, isOptional, solutions } = clause;
    if (isNegative) return solutions.every((mark) => this.#decide(mark, false));
    const [only, second] = solutions;
    if (only !== undefined && second === undefined && !isOptional) return this.#decide(only, true);
    const size = solutions.filter((mark) => this.#decision(mark).isWanted !== false).length;
    this.#work.push({ clause, depth, size });
    return true;
  }

  /** Finds the clauses of a package and of all that they lead to. */
  #discover(from: Mark): void {
    const queue = [from];
    for (const mark of queue) {
      const decision = this.#decision(mark);
      if (decision.isDiscovered) continue;
      decision.isDiscovered = true;
      for (const clause of clausesOf(mark, this.#system)) {
        decision.clauses.push(clause);
        for (const solution of clause.solutions) {
          this.#decision(solution).solutionOf.push(clause);
          queue.push(solution);
        }
      }
    }
  }

  #takeBack(): boolean {
    const start = this.#choices.at(-1);
    const step = start === undefined ? undefined : this.#steps[start];
    if (start === undefined || step === undefined || !('choice' in step)) return false;
    while (this.#steps.length > start) {
      const last = this.#steps.pop();
      if (last === undefined) break;
      if ('decided' in last) this.#decision(last.decided).isWanted = undefined;
      else this.#add(last.work.clause, last.work.depth);
    }
    this.#choices.pop();
    this.#work.keep(({ depth }) => depth <= this.#choices.length);
    return step.choice !== undefined && this.#decide(step.choice, false);
  }

  #decision(mark: Mark): Decision {
    const known = this.#decisions.get(mark);
    if (known !== undefined) return known;
    const made: Decision = {
      isWanted: undefined,
      isDiscovered: false,
      clauses: [],
      solutionOf: [],
    };
    this.#decisions.set(mark, made);
    return made;
  }
}

/** What leaves no choice first, then what must hold, what installs new packages, what leaves the least. */
function isLessImportant(a: Work, b: Work): boolean {
  const isForced = ({ clause, size }: Work): boolean => !clause.isOptional && size < 2;
  if (isForced(a) !== isForced(b)) return isForced(b);
  if (a.clause.isOptional !== b.clause.isOptional) return a.clause.isOptional;
  if (a.clause.rank !== b.clause.rank) return a.clause.rank > b.clause.rank;
  if (a.size < 2 !== b.size < 2) return b.size < 2;
  if (a.size === 1 && b.size === 1) return a.clause.solutions.length < b.clause.solutions.length;
  return false;
}
