import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import { kindNamed } from '../../lib/inputs/kinds';
import { SchemaReader } from '../../lib/json';
import type { LockFile } from '../../lib/lock/lock-file';

/** Where answers come from. */
export interface Answers {
  find<Q extends InputRequest, A, S>(kind: InputKind<Q, A, S>, request: Q): A | undefined;
}

/** Finds answers in a lock; a section of another package's kind is read by that, once. */
export class LockAnswers implements Answers {
  readonly #lock: LockFile;
  readonly #sections = new Map<InputKind, unknown>();

  constructor(lock: LockFile) {
    this.#lock = lock;
  }

  find<Q extends InputRequest, A, S>(kind: InputKind<Q, A, S>, request: Q): A | undefined {
    return kind.section.find(this.#section(kind), request);
  }

  #section<Q extends InputRequest, A, S>(kind: InputKind<Q, A, S>): S {
    if (!this.#sections.has(kind)) this.#sections.set(kind, this.#read(kind));
    return this.#sections.get(kind) as S;
  }

  #read({ name, section }: InputKind): unknown {
    const { sections } = this.#lock;
    if (!Object.hasOwn(sections, name)) return section.empty;
    // The library's own were checked when the file was read.
    if (kindNamed(name) !== undefined) return sections[name];
    return section.read(sections[name], name, new SchemaReader('E_LOCK_FORMAT', 'synth.lock.json'));
  }
}
