import { BuildError, type ErrorCode, type OwnErrorCode } from '../errors';

/** Checks that values from a JSON file have the form that is expected; errors name file and place. */
export class SchemaReader {
  readonly #code: ErrorCode | OwnErrorCode;
  readonly #file: string;
  readonly #fix: string;

  /**
   * @param code of the errors
   * @param file what the values come from, for messages: a file, or the address of a server
   * @param fix how it is mended where its form is wrong
   */
  constructor(code: ErrorCode | OwnErrorCode, file: string, fix = 'restore the committed file') {
    this.#code = code;
    this.#file = file;
    this.#fix = fix;
  }

  /** An object of any members. */
  object(value: unknown, at: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw this.wrong(at, describe(value), 'an object');
  }

  /** An object whose members are all of one kind. */
  record<T>(
    value: unknown,
    at: string,
    read: (member: unknown, at: string, schema: SchemaReader) => T,
  ): Readonly<Record<string, T>> {
    const members = Object.entries(this.object(value, at));
    return Object.fromEntries(
      members.map(([key, member]) => [key, read(member, `${at}[${JSON.stringify(key)}]`, this)]),
    );
  }

  /** A string that matches the pattern. */
  text(value: unknown, at: string, pattern: RegExp = /^/): string {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw this.wrong(at, describe(value), pattern.source === '^' ? 'a string' : `${pattern}`);
  }

  /** An array of strings that match the pattern. */
  texts(value: unknown, at: string, pattern?: RegExp): readonly string[] {
    if (!Array.isArray(value)) throw this.wrong(at, describe(value), 'an array of strings');
    return value.map((item: unknown, index) => this.text(item, `${at}[${index}]`, pattern));
  }

  /** An array whose items are all of one kind. */
  list<T>(
    value: unknown,
    at: string,
    read: (item: unknown, at: string, schema: SchemaReader) => T,
  ): readonly T[] {
    if (!Array.isArray(value)) throw this.wrong(at, describe(value), 'an array');
    return value.map((item: unknown, index) => read(item, `${at}[${index}]`, this));
  }

  /** A whole number, e.g. of bytes. */
  size(value: unknown, at: string): number {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.wrong(at, describe(value), 'a whole number, not negative');
  }

  /** The error for a value of another form. */
  wrong(at: string, got: string, expected: string): BuildError {
    const place = at === '' ? this.#file : `${this.#file}: ${at}`;
    return new BuildError(this.#code, `${place} has the wrong form`, {
      got,
      expected,
      fix: this.#fix,
    });
  }
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 120);
}
