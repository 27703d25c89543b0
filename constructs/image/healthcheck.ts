import type { HealthcheckConfig } from '../../lib/oci/image-config';
import {
  exactlyOne,
  list,
  number,
  optional,
  type PropsOf,
  shape,
  text,
  wholeNumber,
} from '../../lib/props';
import { PROBE } from './probe/place';
import { QUESTION_KINDS, QUESTIONS, questionOf } from './probe/question';

const FIELDS = shape({
  /**
   * Absolute path of a program of the image, and its arguments. Exit code 0 is healthy.
   *
   * @default - the probe asks one of the questions
   */
  command: optional(list(text(), { min: 1 })),
  ...QUESTIONS,
  /** @default 120 */
  intervalSeconds: optional(number({ min: 0.001 })),
  /** @default 30 */
  timeoutSeconds: optional(number({ min: 0.001 })),
  /** @default 10 */
  startPeriodSeconds: optional(number({ min: 0 })),
  /** @default 1 */
  retries: optional(wholeNumber({ min: 1 })),
});

/** What fits {@link HealthcheckProps}. */
export const HEALTHCHECK_PROPS = exactlyOne(FIELDS, 'command', ...QUESTION_KINDS);

/**
 * How the engine finds out whether a container works: a program of the image, run without a shell, or
 * one question. To ask it, the image gets `/boot/bin/probe`, a static program of 2.3 MB, and 4.6 MB
 * where it must know TLS; it is compiled by the build, from sources of this package, with Debian's
 * Go. `${PORT}` in a question is the variable of the container.
 */
export interface HealthcheckProps extends PropsOf<typeof HEALTHCHECK_PROPS> {}

const NANOSECONDS = 1_000_000_000;

const DEFAULT_TIMEOUT = 30;

/** The program that the engine starts, and its arguments. @internal */
export function healthcheckCommand(props: HealthcheckProps): readonly string[] {
  const question = questionOf(props);
  if (question === undefined) return props.command ?? [];
  // It gives up before the engine ends it, and says of what.
  const patience = Math.ceil((props.timeoutSeconds ?? DEFAULT_TIMEOUT) * 900);
  return [PROBE, question.kind, question.target, `${patience}ms`];
}

/** The `Healthcheck` of an image config. @internal */
export function healthcheckConfig(props: HealthcheckProps): HealthcheckConfig {
  return {
    Test: ['CMD', ...healthcheckCommand(props)],
    Interval: nanoseconds(props.intervalSeconds ?? 120),
    Timeout: nanoseconds(props.timeoutSeconds ?? DEFAULT_TIMEOUT),
    StartPeriod: nanoseconds(props.startPeriodSeconds ?? 10),
    Retries: props.retries ?? 1,
  };
}

function nanoseconds(seconds: number): number {
  return Math.round(seconds * NANOSECONDS);
}
