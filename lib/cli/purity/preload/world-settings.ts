/** What `SYNTH_WORLD` holds, as JSON: what the process of an app is to see. */
export interface WorldSettings {
  /** Absolute path of the file that observations are added to. */
  readonly record: string;
  /** What the clock says when the process begins, in milliseconds since 1970. */
  readonly now: number;
  /** What monotonic clocks say then, in milliseconds. */
  readonly uptime: number;
  /** What random numbers begin with. */
  readonly seed: number;
  /** It is another machine. */
  readonly machine: boolean;
  /** It is another user. */
  readonly user: boolean;
  /** Folders list what they hold the other way round. */
  readonly order: boolean;
}
