import type { HealthcheckConfig } from '../../lib/oci/image-config';
import { list, number, optional, type PropsOf, shape, text, wholeNumber } from '../../lib/props';

/** What fits {@link HealthcheckProps}. */
export const HEALTHCHECK_PROPS = shape({
  /** Absolute path of the program, and its arguments. Exit code 0 is healthy. */
  command: list(text(), { min: 1 }),
  /** @default 120 */
  intervalSeconds: optional(number({ min: 0.001 })),
  /** @default 30 */
  timeoutSeconds: optional(number({ min: 0.001 })),
  /** @default 10 */
  startPeriodSeconds: optional(number({ min: 0 })),
  /** @default 1 */
  retries: optional(wholeNumber({ min: 1 })),
});

/** How the engine finds out whether a container works: a program of the image, run without a shell. */
export interface HealthcheckProps extends PropsOf<typeof HEALTHCHECK_PROPS> {}

const NANOSECONDS = 1_000_000_000;

/** The `Healthcheck` of an image config. @internal */
export function healthcheckConfig(props: HealthcheckProps): HealthcheckConfig {
  return {
    Test: ['CMD', ...props.command],
    Interval: nanoseconds(props.intervalSeconds ?? 120),
    Timeout: nanoseconds(props.timeoutSeconds ?? 30),
    StartPeriod: nanoseconds(props.startPeriodSeconds ?? 10),
    Retries: props.retries ?? 1,
  };
}

function nanoseconds(seconds: number): number {
  return Math.round(seconds * NANOSECONDS);
}
