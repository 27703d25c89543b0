import { randomUUID } from 'node:crypto';
import type { Assembly } from '../../assembly/assembly-reader';
import { localNames } from '../../assembly/local-sources';
import type { DefinitionManifest } from '../../assembly/manifest';
import type { BuildAttestation, BuildRequest, BuildResult } from '../../client';
import type { Definition } from '../../llb/definition/definition';
import { parsePlatform } from '../../oci/platform';
import { attestationAttrs, hasAttestations, hasOwnSbom } from '../attrs/attestation-attrs';
import { billOfMaterials } from './bill-of-materials';
import type { BuildPlan, PlannedImage, PlannedPlatform } from './build-plan';
import { cachesOf } from './caches';
import { makeExporter } from './exporters';
import type { GitFacts } from './git-facts';
import { layoutFolders } from './layout-folders';
import { isLoaded } from './output';
import { withOwnFolders } from './own-folders';
import { type LocalsContext, prepareLocals } from './prepare-locals';
import { serveVendored } from './serve-vendored';

/** What the daemon is asked for. */
export interface SolveRequest extends BuildRequest {
  readonly results: readonly BuildResult[];
}

/** What {@link makeSolveRequest} works with. */
export interface SolveContext extends Omit<LocalsContext, 'environment' | 'vendorFolder'> {
  /** Whether the daemon is Docker Engine; asked where an image goes to Docker. */
  readonly isDocker: () => Promise<boolean>;
}

/** Makes the request for one image of a plan, for its platforms in one solve. */
export async function makeSolveRequest(
  image: PlannedImage,
  plan: BuildPlan,
  context: SolveContext,
): Promise<SolveRequest> {
  const { assembly, attestations, caches, cwd, environment, git, noCache, outputs } = plan;
  const { platforms } = image;
  const buildId = randomUUID();
  const place = {
    cwd,
    isDocker: outputs.some(isLoaded) && (await context.isDocker()),
    isIndex: platforms.length > 1 || hasAttestations(attestations),
  };
  const { vendorFolder } = plan;
  const vendored = await serveVendored(image, plan, { environment, signal: context.signal });
  const names = platforms.flatMap(({ definition, manifest, tests }) =>
    [{ definition, manifest }, ...tests].flatMap(
      (one) => one.manifest.locals ?? localNames(one.definition),
    ),
  );
  const own = names.filter((name) => vendored.locals[name] === undefined);
  return {
    results: await Promise.all(
      platforms.map(async (platform) => ({
        ...makeResult(platform, plan, buildId),
        attestations: hasOwnSbom(attestations) ? [await sbomOf(image, platform, assembly)] : [],
      })),
    ),
    exporters: outputs.map((output) => makeExporter(output, image.manifest, place)),
    locals: {
      ...vendored.locals,
      ...(await prepareLocals(assembly, new Set(own), { ...context, environment, vendorFolder })),
    },
    ociLayouts: { ...layoutFolders(assembly), ...vendored.ociLayouts },
    // Without it the daemon warns that the result has other platforms than its own.
    frontendAttrs: {
      platform: platforms.map(({ platform }) => platform).join(','),
      ...attestationAttrs(attestations),
      ...(git && attestations.provenance ? versionControl(git) : {}),
    },
    ...cachesOf(
      caches,
      image.name,
      platforms.map(({ platform }) => platform),
      context.onMessage,
    ),
    noCache,
    sourcePolicy: plan.sourcePolicy,
    onlyOwnSources: plan.onlyOwnSources,
    entitlements: plan.entitlements,
  };
}

async function sbomOf(
  image: PlannedImage,
  { definition, manifest: platform }: PlannedPlatform,
  { manifest }: Assembly,
): Promise<BuildAttestation> {
  const subject = { image: image.manifest, platform, definition, manifest };
  const document = await billOfMaterials(subject, 'spdx');
  return {
    predicateType: 'https://spdx.dev/Document',
    predicate: Buffer.from(JSON.stringify(document)),
    filename: 'sbom.spdx.json',
    reason: 'sbom',
  };
}

/** What provenance says of where the app comes from, as buildx tells it. */
function versionControl({ revision, source }: GitFacts): Record<string, string> {
  return { 'vcs:revision': revision, ...(source === undefined ? {} : { 'vcs:source': source }) };
}

function makeResult(
  { config, definition, manifest, platform: name, tests }: PlannedPlatform,
  plan: BuildPlan,
  buildId: string,
) {
  const { locals } = plan.assembly.manifest;
  const platform = parsePlatform(name);
  if (platform === undefined) throw new RangeError(`no platform ${name}`);
  const sent = (one: Definition, { locals: names }: DefinitionManifest) =>
    plan.sent(withOwnFolders(one, names, locals, buildId));
  const checks = tests.map((test) => sent(test.definition, test.manifest));
  return {
    platform,
    definition: sent(definition, manifest),
    config,
    ...(checks.length === 0 ? {} : { checks }),
  };
}
