import { relative, resolve } from 'node:path';
import { formatSource } from '../failure/print-error';
import { ALL_VARIABLES, type Observation, type ObservationKind } from './observation';

const MAX_PLACES = 4;

/** What a value comes from, where `what` alone does not say it. */
const NOUNS: Partial<Readonly<Record<ObservationKind, (what: string) => string>>> = {
  environment: (what) => (what === ALL_VARIABLES ? 'all of process.env' : `process.env.${what}`),
  network: (what) => `${what}()`,
  process: (what) => `the program "${what}"`,
};

/** What is warned of even where no byte depends on it; the others are tried in each run. */
const WARNED: Partial<Readonly<Record<ObservationKind, (what: string) => string>>> = {
  clock: (what) => `the app reads the clock (${what})`,
  chance: (what) => `the app takes random numbers (${what})`,
  environment: (what) =>
    what === ALL_VARIABLES
      ? 'the app lists the environment'
      : `the app reads the environment variable ${what}`,
  file: (what) => `the app reads "${what}", which is outside of its folder`,
  machine: (what) => `the app asks for the machine (${what})`,
  network: (what) => `the app opens a connection (${what})`,
  process: (what) => `the app runs the program "${what}"`,
  user: (what) => `the app asks for the user (${what})`,
};

/** What the app was seen to do, in words, with its lines as the user would open them. */
export class Sights {
  /**
   * @param folder that lines are relative to
   * @param cwd where the user stands
   */
  constructor(
    private readonly folder: string,
    private readonly cwd: string,
  ) {}

  /** The first of them: `new Date() at app.ts:3:14 and process.env.CI at app.ts:4:9`. */
  list(observations: readonly Observation[]): string {
    const texts = observations.map((one) => {
      const noun = NOUNS[one.kind]?.(one.what) ?? one.what;
      return `${noun} at ${this.place(one)}`;
    });
    const distinct = [...new Set(texts)];
    const more = distinct.length - MAX_PLACES;
    const shown = distinct.slice(0, MAX_PLACES);
    return [...shown, ...(more > 0 ? [`${more} other places`] : [])].join(' and ');
  }

  /** What to look at although no byte depends on it now. */
  warnings(observations: readonly Observation[]): string[] {
    const texts = observations.flatMap((one) => {
      const text = WARNED[one.kind]?.(one.what);
      return text === undefined ? [] : [`${text} at ${this.place(one)}`];
    });
    return [...new Set(texts)].map((text) => `${text}; no byte depends on it now`);
  }

  private place({ source }: Observation): string {
    const file = relative(this.cwd, resolve(this.folder, source.file));
    return formatSource({ ...source, file });
  }
}
