/**
 * A binary heap that gives the greatest value first. Which of equal values comes first follows from
 * how values sink and rise, as in C++'s standard library: a hole sinks to a leaf before its value rises.
 */
export class Heap<T> {
  #values: T[] = [];
  readonly #isLess: (a: T, b: T) => boolean;

  constructor(isLess: (a: T, b: T) => boolean) {
    this.#isLess = isLess;
  }

  push(value: T): void {
    this.#values.push(value);
    this.#rise(this.#values.length - 1, 0, value);
  }

  pop(): T | undefined {
    const [greatest] = this.#values;
    const last = this.#values.pop();
    if (last !== undefined && this.#values.length > 0) this.#sink(0, last);
    return greatest;
  }

  /** Drops all values but those that a test holds for. */
  keep(test: (value: T) => boolean): void {
    this.#values = this.#values.filter(test);
    for (let at = (this.#values.length >> 1) - 1; at >= 0; at -= 1) {
      this.#sink(at, this.#values[at] as T);
    }
  }

  #sink(top: number, value: T): void {
    const { length } = this.#values;
    let hole = top;
    for (let child = 2 * hole + 2; child <= length; child = 2 * hole + 2) {
      const isLeft =
        child === length || this.#isLess(this.#values[child] as T, this.#values[child - 1] as T);
      const greater = isLeft ? child - 1 : child;
      this.#values[hole] = this.#values[greater] as T;
      hole = greater;
    }
    this.#rise(hole, top, value);
  }

  #rise(from: number, top: number, value: T): void {
    let hole = from;
    while (hole > top) {
      const parent = (hole - 1) >> 1;
      if (!this.#isLess(this.#values[parent] as T, value)) break;
      this.#values[hole] = this.#values[parent] as T;
      hole = parent;
    }
    this.#values[hole] = value;
  }
}
