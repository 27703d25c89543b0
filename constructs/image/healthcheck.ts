import type { HealthcheckConfig } from '../../lib/oci/image-config';

/** How the engine finds out whether a container works: a program of the image, run without a shell. */
export interface HealthcheckProps {
  /** Absolute path of the program, and its arguments. Exit code 0 is healthy. */
  readonly command: readonly string[];
  /** @default 120 */
  readonly intervalSeconds?: number;
  /** @default 30 */
  readonly timeoutSeconds?: number;
  /** @default 10 */
  readonly startPeriodSeconds?: number;
  /** @default 1 */
  readonly retries?: number;
}

const NANOSECONDS = 1_000_000_000;

/** The `Healthcheck` of an image config. @internal */
export function healthcheckConfig(props: HealthcheckProps): HealthcheckConfig {
  return {
    Test: ['CMD', ...props.command],
    Interval: (props.intervalSeconds ?? 120) * NANOSECONDS,
    Timeout: (props.timeoutSeconds ?? 30) * NANOSECONDS,
    StartPeriod: (props.startPeriodSeconds ?? 10) * NANOSECONDS,
    Retries: props.retries ?? 1,
  };
}
