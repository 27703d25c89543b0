/**
 * Marks values of a class, so that they are recognised whichever copy of this package made them:
 * `instanceof` knows only its own copy, and `node_modules` may hold several.
 */
export class Brand<T extends object> {
  readonly #symbol: symbol;

  /** @param name of the class */
  constructor(name: string) {
    this.#symbol = Symbol.for(`buildkit-cdk.${name}`);
  }

  /** Marks a value; called by its constructor. */
  mark(value: T): void {
    Object.defineProperty(value, this.#symbol, { value: true });
  }

  /** True for what any copy of the package has marked. */
  has(value: unknown): value is T {
    return typeof value === 'object' && value !== null && this.#symbol in value;
  }
}
