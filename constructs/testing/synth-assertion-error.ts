/** What an assertion did not find. Its message tells what was looked for, and what comes closest. */
export class SynthAssertionError extends Error {
  /** What was looked for, as text. */
  readonly expected: string;
  /** What is there instead, as text: the closest first. */
  readonly actual: string;

  constructor(message: string, details: { readonly expected: string; readonly actual: string }) {
    super(message);
    this.name = 'SynthAssertionError';
    this.expected = details.expected;
    this.actual = details.actual;
  }
}
