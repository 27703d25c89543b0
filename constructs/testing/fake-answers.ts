import { BuildError } from '../../lib/errors';
import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import type { LockFile } from '../../lib/lock/lock-file';
import type { App } from '../app/app';
import type { Answers } from '../core/lock-answers';

/**
 * Makes an answer up for each request, the same for the same request, and keeps it as a lock would.
 * A request that depends on an answer is answered like any other.
 */
export class FakeAnswers implements Answers {
  readonly #sections = new Map<string, unknown>();
  /** Sections of an entry for each request. */
  readonly #entries = new Map<string, Record<string, unknown>>();

  get lock(): LockFile {
    return { sections: Object.fromEntries([...this.#sections, ...this.#entries]) };
  }

  /** @throws BuildError `E_LOCK_MISSING` for a kind of another package that makes none up */
  find<Q extends InputRequest, A, S>(kind: InputKind<Q, A, S>, request: Q): A {
    if (kind.fake === undefined) throw noFake(kind.name, kind.describe(request));
    const answer = kind.fake(request);
    const { name, section } = kind;
    if (section.add === undefined) {
      const entries = this.#entries.get(name) ?? {};
      entries[kind.key(request)] = answer;
      this.#entries.set(name, entries);
    } else {
      // The first answer of the kind made it, so it is of its type.
      const before = (this.#sections.get(name) as S | undefined) ?? section.empty;
      this.#sections.set(name, section.add(before, request, answer));
    }
    return answer;
  }
}

/**
 * A lock that answers every request of an app, with things that nobody can fetch.
 *
 * @throws BuildErrors everything that is wrong with the app
 */
export function fakeLock(app: App): LockFile {
  const answers = new FakeAnswers();
  app.lower(answers);
  return answers.lock;
}

function noFake(kind: string, says: string): BuildError {
  return new BuildError('E_LOCK_MISSING', `kind "${kind}" makes no answers up for tests`, {
    got: `a request for ${says}`,
    expected: 'a kind with the function "fake"',
    fix: "add it to the kind, or test with a real lock: Testing.synth(app, { lock: 'synth.lock.json' })",
  });
}
