import { mkfile } from '../../llb/file/action';
import { scratch } from '../../llb/state';
import { formatPlatform } from '../../oci/platform';
import type { GraphLoader } from './graph-loader';
import type { BuildAttestation, BuildResult } from './request';

const SUBJECT_SELF = { kind: 0 };

/**
 * The attestations of results, by platform. A daemon reads each from a file of a graph, so each is a
 * graph of one file.
 *
 * @see BuildKit frontend/gateway/pb `Attestation`
 */
export async function loadAttestations(results: readonly BuildResult[], loader: GraphLoader) {
  const entries = await Promise.all(
    results.flatMap(({ attestations = [], platform }) => {
      if (attestations.length === 0) return [];
      const load = async (one: BuildAttestation) => ({
        kind: 0,
        metadata: { reason: Buffer.from(one.reason) },
        ref: { id: await loader.load(fileOf(one)) },
        path: `/${one.filename}`,
        inTotoPredicateType: one.predicateType,
        inTotoSubjects: [SUBJECT_SELF],
      });
      const all = Promise.all(attestations.map(load));
      return [all.then((attestation) => [formatPlatform(platform), { attestation }] as const)];
    }),
  );
  return Object.fromEntries(entries);
}

function fileOf({ filename, predicate, reason }: BuildAttestation) {
  return scratch()
    .file(mkfile(`/${filename}`, 0o644, predicate), { customName: `attestation: ${reason}` })
    .marshal({ platform: { os: 'linux', architecture: 'amd64' } });
}
