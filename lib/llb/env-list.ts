/**
 * Environment variables in the order in which they were last set: setting one again moves it to
 * the end, as in Go's client, and the order is part of the digest of an exec.
 */
export class EnvList {
  static readonly EMPTY = new EnvList(undefined, '', undefined);

  readonly #parent: EnvList | undefined;
  readonly #key: string;
  readonly #value: string | undefined;
  #lines: readonly string[] | undefined;

  private constructor(parent: EnvList | undefined, key: string, value: string | undefined) {
    this.#parent = parent;
    this.#key = key;
    this.#value = value;
  }

  /** The list with this variable at its end. */
  set(key: string, value: string): EnvList {
    return new EnvList(this, key, value);
  }

  /** The list without this variable. */
  delete(key: string): EnvList {
    return new EnvList(this, key, undefined);
  }

  /** Value of a variable, or undefined. */
  get(key: string): string | undefined {
    let link: EnvList = this;
    for (let parent = link.#parent; parent !== undefined; parent = link.#parent) {
      if (link.#key === key) return link.#value;
      link = parent;
    }
    return undefined;
  }

  /** `KEY=value` for each variable, in their order. */
  toArray(): readonly string[] {
    this.#lines ??= this.#collect();
    return this.#lines;
  }

  #collect(): readonly string[] {
    // States often share all but the last variables, so the lines before them are mostly known.
    const previous = this.#parent;
    if (previous === undefined) return [];
    const before = previous.#lines;
    if (before !== undefined && this.#value !== undefined) {
      const start = `${this.#key}=`;
      const kept = before.filter((line) => !line.startsWith(start));
      return [...kept, start + this.#value];
    }
    const seen = new Set<string>();
    const latestFirst: string[] = [];
    let link: EnvList = this;
    for (let parent = link.#parent; parent !== undefined; parent = link.#parent) {
      if (!seen.has(link.#key)) {
        seen.add(link.#key);
        if (link.#value !== undefined) latestFirst.push(`${link.#key}=${link.#value}`);
      }
      link = parent;
    }
    return latestFirst.reverse();
  }
}
