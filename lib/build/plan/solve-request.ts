import { localNames } from '../../assembly/local-sources';
import type { BuildRequest, BuildResult } from '../../client';
import { parsePlatform } from '../../oci/platform';
import type { BuildPlan, PlannedImage, PlannedPlatform } from './build-plan';
import { makeExporter } from './exporters';
import { type LocalsContext, prepareLocals } from './prepare-locals';

/** What the daemon is asked for. */
export interface SolveRequest extends BuildRequest {
  readonly results: readonly BuildResult[];
}

/** Makes the request for one image of a plan, for its platforms in one solve. */
export async function makeSolveRequest(
  image: PlannedImage,
  plan: BuildPlan,
  context: Omit<LocalsContext, 'environment'>,
): Promise<SolveRequest> {
  const { assembly, cwd, environment, noCache, outputs } = plan;
  const { platforms } = image;
  const names = platforms.flatMap(
    ({ definition, manifest }) => manifest.locals ?? localNames(definition),
  );
  return {
    results: platforms.map((platform) => makeResult(platform, plan)),
    exporters: outputs.map((output) => makeExporter(output, image.manifest, cwd)),
    locals: await prepareLocals(assembly, new Set(names), { ...context, environment }),
    // Without it the daemon warns that the result has other platforms than its own.
    frontendAttrs: { platform: platforms.map(({ platform }) => platform).join(',') },
    noCache,
  };
}

function makeResult({ config, definition, platform: name }: PlannedPlatform, plan: BuildPlan) {
  const platform = parsePlatform(name);
  if (platform === undefined) throw new RangeError(`no platform ${name}`);
  return { platform, definition: plan.mirrors.apply(definition), config };
}
