import type { BuildErrorDetails } from '../errors';
import {
  checkProps,
  either,
  type Field,
  type Fields,
  list,
  oneOf,
  optional,
  type PropProblem,
  record,
  type Shape,
  shape,
  text,
  wholeNumber,
} from '../props';
import { isPlainObject } from '../props/plain-object';
import { misfit } from '../props/prop-problem';
import { parseJson, refuseProblems } from './format-error';

const NOTHING: Field<null> = {
  expected: 'null',
  check: (value, place) => (value === null ? [] : [misfit(place, value, 'null')]),
};
const nullable = <T>(field: Field<T>) => optional(either(field, NOTHING));
const TEXTS = nullable(list(text()));
const NAMES = nullable(record(text(), open(shape({}))));
const COUNT = optional(wholeNumber({ min: 0 }));

const HEALTHCHECK = shape({
  Test: TEXTS,
  Interval: COUNT,
  Timeout: COUNT,
  StartPeriod: COUNT,
  StartInterval: COUNT,
  Retries: COUNT,
});

const PROCESS = shape({
  User: optional(text()),
  ExposedPorts: NAMES,
  Env: TEXTS,
  Entrypoint: TEXTS,
  Cmd: TEXTS,
  Volumes: NAMES,
  WorkingDir: optional(text()),
  Labels: nullable(record(text(), text())),
  StopSignal: optional(text()),
  Healthcheck: nullable(open(HEALTHCHECK)),
});

/** @see OCI image-spec, config.md; fields of a newer one are the daemon's to judge */
const imageConfig = (os: string, architecture: string, variant: string | undefined) =>
  open(
    shape({
      os: oneOf(os),
      architecture: oneOf(architecture),
      variant: variant === undefined ? optional(oneOf('')) : oneOf(variant),
      created: nullable(
        text({
          pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
          expected: 'a date: "2026-11-01T00:00:00Z"',
        }),
      ),
      config: nullable(open(PROCESS)),
      rootfs: nullable(open(shape({ type: oneOf('layers'), diff_ids: TEXTS }))),
      history: nullable(list(open(shape({ created_by: optional(text()) })))),
    }),
  );

/**
 * Refuses a file that is no OCI image config of the platform.
 *
 * @param platform `linux/arm64`
 * @param owner the image that it is of
 * @throws BuildErrors `E_ASSEMBLY_FORMAT`
 */
export function checkImageConfig(
  file: string,
  bytes: Uint8Array,
  platform: string,
  owner: BuildErrorDetails = {},
): void {
  refuseProblems(file, configProblems(parseJson(file, bytes), platform), () => owner);
}

function configProblems(value: unknown, platform: string): readonly PropProblem[] {
  const [os = '', architecture = '', variant] = platform.split('/');
  return checkProps(imageConfig(os, architecture, variant), value);
}

/** What fits a shape, whatever else it has. */
function open<F extends Fields>(known: Shape<F>): Shape<F> {
  const names = Object.keys(known.fields);
  return {
    ...known,
    check: (value, place) =>
      known.check(
        isPlainObject(value)
          ? Object.fromEntries(
              names.flatMap((name) => (name in value ? [[name, value[name]]] : [])),
            )
          : value,
        place,
      ),
  };
}
