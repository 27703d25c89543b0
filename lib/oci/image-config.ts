import type { Platform } from './platform';

/** How the engine finds out whether a container works: Docker's extension of the image config. */
export interface HealthcheckConfig {
  /** `['CMD', program, ...]`. */
  readonly Test: readonly string[];
  /** Nanoseconds between two checks. @default - the engine has its own */
  readonly Interval?: number;
  /** Nanoseconds that a check may take. @default - the engine has its own */
  readonly Timeout?: number;
  /** Nanoseconds after the start in which no failure counts. @default - the engine has its own */
  readonly StartPeriod?: number;
  /** Failures in a row that make a container unhealthy. @default - the engine has its own */
  readonly Retries?: number;
}

/** What an image tells the engine; field names are those of the OCI image config. */
export interface ImageConfigFields {
  /** `user:group`, by name or number. @default - root */
  readonly User?: string;
  /** Ports that the process listens on: `8080/tcp`, each with an empty object. @default - none */
  readonly ExposedPorts?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  /** `NAME=value`, in order. @default - none */
  readonly Env?: readonly string[];
  /** The program and its first arguments. @default - `Cmd` is all of the command */
  readonly Entrypoint?: readonly string[];
  /** Arguments that a user of the image may replace. @default - none */
  readonly Cmd?: readonly string[];
  /** Paths that are written, each with an empty object. @default - none */
  readonly Volumes?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  /** Absolute path of the folder that the process starts in. @default - `/` */
  readonly WorkingDir?: string;
  /** Labels by their key. @default - none */
  readonly Labels?: Readonly<Record<string, string>>;
  /** Signal that ends the process: `SIGTERM`. @default - the engine has its own */
  readonly StopSignal?: string;
  /** How the engine finds out whether a container works. @default - none */
  readonly Healthcheck?: HealthcheckConfig;
}

/**
 * The OCI image config as JSON, with the same bytes for the same fields.
 *
 * The daemon fills in `rootfs.diff_ids` when it exports.
 *
 * @param history what each layer is, lowest first
 * @param created seconds since 1970
 * @see OCI image-spec, config.md
 */
export function imageConfigJson(
  platform: Platform,
  config: ImageConfigFields,
  history: readonly string[],
  created: number,
): string {
  const { architecture, os, variant } = platform;
  const date = new Date(created * 1000).toISOString().replace('.000Z', 'Z');
  const content = {
    created: date,
    architecture,
    os,
    ...(variant === undefined ? {} : { variant }),
    config,
    rootfs: { type: 'layers', diff_ids: [] },
    history: history.map((createdBy) => ({ created: date, created_by: createdBy })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
