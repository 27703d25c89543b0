import type { Assembly } from '../../assembly/assembly-reader';
import { localNames } from '../../assembly/local-sources';
import type { ArchiveMirrors } from '../../build/archive-mirrors';
import type { DefinitionReader } from '../../build/definition-reader';
import type { BuildRequest, BuildResult } from '../../client';
import type { Environment } from '../../environment';
import { parsePlatform } from '../../oci/platform';
import type { OutputSpec } from '../args/output-option';
import type { CommandContext } from '../context';
import { makeExporter } from './exporters';
import { type LocalsContext, prepareLocals } from './prepare-locals';
import type { SelectedImage } from './select-images';

/** What plans of builds are made from. */
export interface PlanInputs {
  readonly context: CommandContext;
  readonly assembly: Assembly;
  readonly definitions: DefinitionReader;
  readonly environment: Environment;
  readonly mirrors: ArchiveMirrors;
  readonly outputs: readonly OutputSpec[];
}

/** What the daemon is asked for. */
export interface BuildPlan extends BuildRequest {
  readonly results: readonly BuildResult[];
}

/**
 * Plans the build of one image for its platforms in one solve.
 *
 * @param mayFetch false: fail where a file that the daemon is sent would have to be fetched first
 */
export async function planBuild(
  { image, platforms }: SelectedImage,
  inputs: PlanInputs,
  { mayFetch }: Pick<LocalsContext, 'mayFetch'>,
): Promise<BuildPlan> {
  const { assembly, context, environment, outputs } = inputs;
  const planned = platforms.map((platform) => ({ platform, result: makeResult(platform, inputs) }));
  const names = planned.flatMap(
    ({ platform, result }) => platform.locals ?? localNames(result.definition),
  );
  const locals = await prepareLocals(assembly, new Set(names), {
    environment,
    mayFetch,
    onMessage: (message) => context.messages.note(message),
    signal: context.signal,
  });
  return {
    results: planned.map(({ result }) => result),
    exporters: outputs.map((output) => makeExporter(output, image, context)),
    locals,
    // Without it the daemon warns that the result has other platforms than its own.
    frontendAttrs: { platform: platforms.map(({ platform }) => platform).join(',') },
    noCache: context.options.has('no-cache'),
  };
}

function makeResult(
  manifest: SelectedImage['platforms'][number],
  { assembly, definitions, mirrors }: PlanInputs,
): BuildResult {
  const platform = parsePlatform(manifest.platform);
  if (platform === undefined) throw new RangeError(`no platform ${manifest.platform}`);
  return {
    platform,
    definition: mirrors.apply(definitions.read(assembly, manifest)),
    config: assembly.readConfig(manifest),
  };
}
