import { BuildError } from '../../lib/errors';
import { LocatedConstruct } from './located-construct';

type Made = { readonly value: unknown } | { readonly error: unknown } | 'begun';

/** Remembers what was made, by the identity of its owner; a failure too, so that it is told once. */
export class Once {
  readonly #made = new WeakMap<object, Map<string, Made>>();

  get<T>(owner: object, part: string, make: () => T): T {
    const parts = this.#made.get(owner) ?? new Map<string, Made>();
    this.#made.set(owner, parts);
    const made = parts.get(part) ?? this.#make(part, parts, make);
    if (made === 'begun') throw circle(owner);
    if ('error' in made) throw made.error;
    // Made by the first call for the same owner and part, so it is of its type.
    return made.value as T;
  }

  #make(part: string, parts: Map<string, Made>, make: () => unknown): Made {
    parts.set(part, 'begun');
    let made: Made;
    try {
      made = { value: make() };
    } catch (error) {
      made = { error };
    }
    parts.set(part, made);
    return made;
  }
}

function circle(owner: object): BuildError {
  const located = LocatedConstruct.isLocated(owner) ? owner : undefined;
  const name = located?.node.path ?? owner.constructor.name;
  return new BuildError('E_LOWER_CIRCLE', `${name}: it needs its own result`, {
    constructPath: located?.node.path,
    source: located?.source,
    expected: 'artifacts that do not lead back to themselves',
  });
}
