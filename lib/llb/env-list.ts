/**
 * Environment variables in the order in which they were last set: setting one again moves it to
 * the end, as in Go's client, and the order is part of the digest of an exec.
 */
export class EnvList {
  static readonly EMPTY = new EnvList();

  readonly #parent: EnvList | undefined;
  readonly #key: string;
  readonly #value: string | undefined;
  #entries: ReadonlyMap<string, string> | undefined;

  private constructor(parent?: EnvList, key = '', value?: string) {
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
    return new EnvList(this, key);
  }

  /** Value of a variable, or undefined. */
  get(key: string): string | undefined {
    return this.entries().get(key);
  }

  /** All variables in their order. */
  entries(): ReadonlyMap<string, string> {
    this.#entries ??= this.#collect();
    return this.#entries;
  }

  /** `KEY=value` for each variable, in their order. */
  toArray(): string[] {
    const lines: string[] = [];
    for (const [key, value] of this.entries()) lines.push(`${key}=${value}`);
    return lines;
  }

  #collect(): ReadonlyMap<string, string> {
    const seen = new Set<string>();
    const latestFirst: [string, string][] = [];
    let link: EnvList = this;
    for (let parent = link.#parent; parent !== undefined; parent = link.#parent) {
      if (!seen.has(link.#key)) {
        seen.add(link.#key);
        if (link.#value !== undefined) latestFirst.push([link.#key, link.#value]);
      }
      link = parent;
    }
    return new Map(latestFirst.reverse());
  }
}
