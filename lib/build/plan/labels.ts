import type { GitFacts } from './git-facts';

const OCI = 'org.opencontainers.image';

/** Labels that are given to all images of a build. */
export interface GivenLabels {
  /** They win over those of the image. */
  readonly labels: Readonly<Record<string, string>>;
  /** Those of the image win over what git says. */
  readonly git: GitFacts | undefined;
}

/**
 * The config of an image with further labels.
 *
 * @param config as JSON
 * @param sourceDateEpoch date of the image: a label with the time of the build would never repeat
 */
export function withLabels(
  config: Uint8Array,
  { git, labels }: GivenLabels,
  sourceDateEpoch: number,
): Uint8Array {
  if (git === undefined && Object.keys(labels).length === 0) return config;
  const image = JSON.parse(Buffer.from(config).toString('utf8'));
  const all: Record<string, string> = {
    ...(git === undefined ? {} : gitLabels(git, sourceDateEpoch)),
    ...image.config?.Labels,
    ...labels,
  };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  const changed = { ...image, config: { ...image.config, Labels: sorted } };
  return Buffer.from(`${JSON.stringify(changed, null, 2)}\n`);
}

/** @see OCI image-spec, annotations: pre-defined keys */
function gitLabels({ revision, source, version }: GitFacts, epoch: number): Record<string, string> {
  return {
    [`${OCI}.created`]: new Date(epoch * 1000).toISOString().replace('.000Z', 'Z'),
    [`${OCI}.revision`]: revision,
    ...(source === undefined ? {} : { [`${OCI}.source`]: source }),
    ...(version === undefined ? {} : { [`${OCI}.version`]: version }),
  };
}
