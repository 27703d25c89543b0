import { type Assembly, readAssembly } from '../assembly/assembly-reader';
import { type Connection, connect, resolveAddress } from '../client';
import { BuildError, BuildErrors } from '../errors';
import { buildImage, type ImageBuild } from './build-image';
import { type ImageReport, renderReports, reportBuild } from './build-report';
import type { CommandContext } from './context';
import { DebianMirrors } from './debian-mirrors';
import { readEnvironment } from './environment-options';
import { EXIT, type ExitCode } from './exit-code';
import { checkOutputs } from './exporters';
import { requireLocked } from './lock-errors';
import { writeMetadata } from './metadata-file';
import type { OutputSpec } from './output-option';
import { progressMode } from './progress/auto';
import { emitAssembly } from './run-app';
import { parsePlatformOptions, type SelectedImage, selectImages } from './select-images';

/**
 * Builds the images that the arguments name, or all, one after the other, and gives each to the
 * exporters. The first that fails ends the run.
 */
export async function buildImages(
  context: CommandContext,
  { outputs, isPush }: { readonly outputs: readonly OutputSpec[]; readonly isPush: boolean },
): Promise<ExitCode> {
  const { env, messages, options, signal, stderr } = context;
  const progress = progressMode(options.last('progress'), env, stderr);
  if (progress === 'quiet' || progress === 'rawjson') messages.beQuiet();
  const platforms = parsePlatformOptions(options.all('platform'));
  const environment = readEnvironment(context);
  const { assembly, connection } = await openBoth(context);
  try {
    const { manifest } = assembly;
    requireLocked(manifest.missing);
    const selected = selectImages(manifest, context.arguments, platforms);
    if (isPush) requirePublished(selected);
    checkOutputs(outputs, selected, context);

    const mirrors = new DebianMirrors(manifest.debianFiles, environment);
    const tools = { context, assembly, connection, environment, mirrors, outputs, progress };
    const builds: ImageBuild[] = [];
    const reports: ImageReport[] = [];
    for (const image of selected) {
      const build = await buildImage(image, tools);
      builds.push(build);
      reports.push(await reportBuild(build, outputs, connection, context));
    }
    signal.throwIfAborted();
    writeMetadata(context, builds);
    printReports(context, reports, outputs);
    if (selected.length === 0) messages.warn('the app has no image');
    return EXIT.done;
  } finally {
    connection.close();
  }
}

/** The app runs in a process of its own: the time that it takes is enough to connect. */
async function openBoth(
  context: CommandContext,
): Promise<{ assembly: Assembly; connection: Connection }> {
  const { env, options, signal } = context;
  const [emitted, connected] = await Promise.allSettled([
    emitAssembly(context).then(readAssembly),
    (async () => connect(resolveAddress({ addr: options.last('addr'), env }), { signal }))(),
  ]);
  if (emitted.status === 'fulfilled' && connected.status === 'fulfilled') {
    return { assembly: emitted.value, connection: connected.value };
  }
  if (connected.status === 'fulfilled') connected.value.close();
  // What is wrong with the app comes first: it is wrong whichever daemon there is.
  throw emitted.status === 'rejected'
    ? emitted.reason
    : (connected as PromiseRejectedResult).reason;
}

function requirePublished(images: readonly SelectedImage[]): void {
  BuildErrors.throwIfAny(
    images.flatMap(({ image: { constructPath, name, publish, source } }) =>
      publish.names.length > 0
        ? []
        : [
            new BuildError('E_PUBLISH_MISSING', `image "${name}" has no name to push it under`, {
              constructPath,
              source,
              fix: `set "publish: { names: ['registry.example.org/me/${name}'] }" of the image`,
            }),
          ],
    ),
  );
}

function printReports(
  { options, stderr, stdout }: CommandContext,
  reports: readonly ImageReport[],
  outputs: readonly OutputSpec[],
): void {
  const text = options.has('json')
    ? `${JSON.stringify(reports, null, 2)}\n`
    : renderReports(reports);
  // Where stdout carries an archive, it carries nothing else.
  const stream = outputs.some(({ dest }) => dest === '-') ? stderr : stdout;
  stream.write(text);
}
