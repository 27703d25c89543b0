import type { Assembly } from '../assembly/assembly-reader';
import type { BuildResponse, BuildResult, Connection } from '../client';
import type { Environment } from '../environment';
import { decodeOp } from '../llb/decode-op';
import type { Definition } from '../llb/definition';
import { parsePlatform } from '../oci/platform';
import type { CommandContext } from './context';
import type { DebianMirrors } from './debian-mirrors';
import type { DefinitionReader } from './definition-reader';
import { makeExporter } from './exporters';
import type { OutputSpec } from './output-option';
import { prepareLocals } from './prepare-locals';
import { createDisplay } from './progress/auto';
import type { ProgressMode } from './progress/display';
import type { SelectedImage } from './select-images';
import { withConstructPath } from './solve-place';
import { VertexTimes } from './vertex-times';

const LOCAL_SCHEME = 'local://';

/** What the builds of one run share. */
export interface BuildTools {
  readonly context: CommandContext;
  readonly assembly: Assembly;
  readonly connection: Connection;
  readonly definitions: DefinitionReader;
  readonly environment: Environment;
  readonly mirrors: DebianMirrors;
  readonly outputs: readonly OutputSpec[];
  readonly progress: Exclude<ProgressMode, 'auto'>;
}

/** How a build went. */
export interface ImageBuild extends SelectedImage {
  readonly response: BuildResponse;
  /** Milliseconds of the whole build. */
  readonly time: number;
  /** Milliseconds of the vertexes of each platform, by platform. */
  readonly platformTimes: ReadonlyMap<string, number>;
}

/** Builds one image for its platforms in one solve. */
export async function buildImage(selected: SelectedImage, tools: BuildTools): Promise<ImageBuild> {
  const start = performance.now();
  for (;;) {
    const definitions = readDefinitions(selected, tools);
    const times = new VertexTimes();
    try {
      const response = await solve(selected, definitions, times, tools);
      return {
        ...selected,
        response,
        time: performance.now() - start,
        platformTimes: new Map(
          selected.platforms.map(({ platform }, index) => {
            const digests = definitions[index]?.ops.map(({ digest }) => digest) ?? [];
            return [platform, times.covered(digests)];
          }),
        ),
      };
    } catch (error) {
      const { messages, signal } = tools.context;
      const onMessage = (message: string) => messages.note(message);
      const isWorthAnother = await tools.mirrors.replan(error, { onMessage, signal });
      if (!isWorthAnother) throw withConstructPath(error, tools.assembly);
    }
  }
}

function readDefinitions({ platforms }: SelectedImage, tools: BuildTools): Definition[] {
  return platforms.map((platform) =>
    tools.mirrors.apply(tools.definitions.read(tools.assembly, platform)),
  );
}

async function solve(
  { image, platforms }: SelectedImage,
  definitions: readonly Definition[],
  times: VertexTimes,
  { assembly, connection, context, environment, mirrors, outputs, progress }: BuildTools,
): Promise<BuildResponse> {
  const { color, env, messages, options, signal, stderr } = context;
  const locals = await prepareLocals(assembly, localNames(definitions), {
    environment,
    onMessage: (message) => messages.note(message),
    signal,
  });
  const platformList = platforms.map(({ platform }) => platform);
  const logLines = Number(env.BUILDKIT_TTY_LOG_LINES);
  const display = createDisplay(progress, {
    stream: stderr,
    title: `${image.name} (${platformList.join(', ')})`,
    color,
    sizes: mirrors.sizes(),
    ...(logLines > 0 ? { logLines } : {}),
  });
  messages.showAround(display);
  let end: 'done' | 'discard' = 'done';
  try {
    return await connection.build(
      {
        results: platforms.map((platform, index) =>
          makeResult(platform, definitions[index], assembly),
        ),
        exporters: outputs.map((output) => makeExporter(output, image, context)),
        locals,
        // Without it the daemon warns that the result has other platforms than its own.
        frontendAttrs: { platform: platformList.join(',') },
        noCache: options.has('no-cache'),
      },
      {
        signal,
        onStatus: (status) => {
          times.update(status);
          display.update(status);
        },
      },
    );
  } catch (error) {
    if (mirrors.mayReplan(error)) end = 'discard';
    throw error;
  } finally {
    messages.showAround(undefined);
    display[end]();
  }
}

function makeResult(
  manifest: SelectedImage['platforms'][number],
  definition: Definition | undefined,
  assembly: Assembly,
): BuildResult {
  const platform = parsePlatform(manifest.platform);
  if (platform === undefined || definition === undefined) {
    throw new RangeError(`no platform ${manifest.platform}`);
  }
  return { platform, definition, config: assembly.readConfig(manifest) };
}

/** Names of the local sources that are used. */
function localNames(definitions: readonly Definition[]): Set<string> {
  const names = new Set<string>();
  for (const { bytes } of definitions.flatMap(({ ops }) => ops)) {
    const { body } = decodeOp(bytes);
    const identifier = body?.kind === 'source' ? body.identifier : '';
    if (identifier.startsWith(LOCAL_SCHEME)) names.add(identifier.slice(LOCAL_SCHEME.length));
  }
  return names;
}
