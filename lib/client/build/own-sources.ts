import { Definition } from '../../llb/definition/definition';
import { decodeOp } from '../../llb/wire/decode-op';
import type { AskedSource } from '../session/policy';

/**
 * The sources of the graphs that a build gave to the daemon: what it may fetch where it may fetch
 * nothing else.
 */
export class OwnSources {
  readonly #unread: Uint8Array[] = [];
  readonly #known = new Map<string, Readonly<Record<string, string>>[]>();

  /** Notes a graph; nothing of it is read before a daemon asks. */
  add(definition: Uint8Array): void {
    this.#unread.push(definition);
  }

  /** Undefined for a source of the graphs, with the attributes that it has there; else why not. */
  check({ attrs, identifier }: AskedSource): string | undefined {
    for (let bytes = this.#unread.pop(); bytes !== undefined; bytes = this.#unread.pop()) {
      this.#read(Definition.fromBytes(bytes));
    }
    const known = this.#known.get(comparable(identifier));
    if (known === undefined) return 'no definition of this build has it';
    if (known.some((own) => sameAttrs(own, attrs))) return undefined;
    return 'the definitions of this build have it with other attributes';
  }

  #read({ ops }: Definition): void {
    for (const { bytes } of ops) {
      const { body } = decodeOp(bytes);
      if (body?.kind !== 'source') continue;
      const key = comparable(body.identifier);
      const { attrs } = body;
      this.#known.set(key, [...(this.#known.get(key) ?? []), attrs]);
    }
  }
}

/** Daemons since 0.32 write the remote of a git source without its user. */
const comparable = (identifier: string) => identifier.replace(/^(git:\/\/)[^/@]*@/, '$1');

function sameAttrs(
  own: Readonly<Record<string, string>>,
  asked: Readonly<Record<string, string>>,
): boolean {
  const names = Object.keys(own);
  return (
    names.length === Object.keys(asked).length && names.every((name) => own[name] === asked[name])
  );
}
