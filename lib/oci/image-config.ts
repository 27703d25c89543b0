import type { Platform } from './platform';

/** How the engine finds out whether a container works: Docker's extension of the image config. */
export interface HealthcheckConfig {
  /** `['CMD', program, ...]`. */
  readonly Test: readonly string[];
  /** Nanoseconds. */
  readonly Interval?: number;
  /** Nanoseconds. */
  readonly Timeout?: number;
  /** Nanoseconds. */
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** What an image tells the engine; field names are those of the OCI image config. */
export interface ImageConfigFields {
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
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
