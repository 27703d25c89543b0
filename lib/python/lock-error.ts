/** What is wrong with a file in which Python packages are locked, and where. */
export class PythonLockError extends Error {
  /** A line, or the place of a table: `line 7`, `package "numpy"`. */
  readonly place: string;
  /** `source` for what is locked and cannot be taken from there, `hash` for what has none that counts. */
  readonly problem: 'form' | 'hash' | 'source' | 'version';
  /** How it is mended. @default - the message says all */
  readonly fix: string | undefined;

  constructor(
    place: string,
    message: string,
    problem: 'form' | 'hash' | 'source' | 'version' = 'form',
    fix?: string,
  ) {
    super(message);
    this.place = place;
    this.problem = problem;
    this.fix = fix;
  }
}
