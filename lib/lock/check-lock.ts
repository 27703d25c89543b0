import { kindNamed } from '../inputs/kinds';
import { answerDigest } from './answer-digest';
import type { AskedRequest } from './asked';
import { type LockFile, sectionOf } from './lock-file';

/** How a lock differs from what an app asks for. */
export interface LockDifference {
  /** Requests that the lock does not answer, in the order of the app. */
  readonly missing: readonly AskedRequest[];
  /** Requests that the lock answers otherwise than it did when the assembly was made. */
  readonly changed: readonly AskedRequest[];
  /** Entries of the lock that nothing asks for, as places in the file, sorted. */
  readonly unused: readonly string[];
}

/** Compares the requests of an app with its lock. */
export function checkLock(requests: readonly AskedRequest[], lock: LockFile): LockDifference {
  const missing: AskedRequest[] = [];
  const changed: AskedRequest[] = [];
  for (const asked of requests) {
    const answer = findAnswer(asked, lock);
    if (answer === undefined) missing.push(asked);
    else if (asked.answer !== undefined && asked.answer !== answerDigest(answer)) {
      changed.push(asked);
    }
  }
  const unused = Object.keys(lock.sections).flatMap((name) =>
    unusedOf(
      name,
      requests.filter(({ kind }) => kind === name),
      lock,
    ).map((place) => `${name}${place}`),
  );
  return { missing, changed, unused: unused.sort() };
}

/** The lock's answer to a request, or undefined. Of another package's kind, the entry as it is. */
export function findAnswer({ key, kind, request }: AskedRequest, lock: LockFile): unknown {
  const known = kindNamed(kind);
  if (known !== undefined) return known.section.find(sectionOf(lock, known), request);
  return foreignEntries(kind, lock)[key];
}

function unusedOf(name: string, requests: readonly AskedRequest[], lock: LockFile): string[] {
  const known = kindNamed(name);
  if (known !== undefined) {
    return known.section.unused(
      sectionOf(lock, known),
      requests.map(({ request }) => request),
    );
  }
  const used = new Set(requests.map(({ key }) => key));
  const unused = Object.keys(foreignEntries(name, lock)).filter((key) => !used.has(key));
  return unused.map((key) => `[${JSON.stringify(key)}]`);
}

/** A section of a kind whose code is not here: entries by key, and nothing that is inherited. */
export function foreignEntries(name: string, { sections }: LockFile): Record<string, unknown> {
  const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
  return Object.assign(Object.create(null), section);
}
