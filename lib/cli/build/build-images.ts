import { type Assembly, readAssembly } from '../../assembly/assembly-reader';
import { ArchiveMirrors } from '../../build/archive-mirrors';
import { DefinitionReader } from '../../build/definition-reader';
import { ExportedContent } from '../../build/exported-content';
import { type Connection, connect, resolveAddress, type TlsOptions } from '../../client';
import type { Environment } from '../../environment';
import { BuildError, BuildErrors } from '../../errors';
import type { OutputSpec } from '../args/output-option';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { requireLocked } from '../failure/lock-errors';
import { terminalWidth } from '../terminal/terminal-width';
import { beginEarly } from './begin-early';
import { buildImage, type ImageBuild } from './build-image';
import { EarlyBuild } from './early-build';
import { checkOutputs } from './exporters';
import { writeMetadata } from './metadata-file';
import type { PlanInputs } from './plan';
import { type ImageReport, renderReports, reportBuild } from './report';
import { type SelectedImage, selectImages } from './select-images';
import type { BuildSettings } from './settings';

/** What a run builds with. */
export interface BuildInputs extends BuildSettings {
  readonly environment: Environment;
  /** The folder of the assembly, once the app has written it. */
  readonly assemblyFolder: Promise<string>;
  /** Where the assembly of the app's last run is, if it ever ran; undefined where none is run. */
  readonly lastAssemblyFolder: string | undefined;
}

/**
 * Builds the images that the arguments name, or all, one after the other, and gives each to the
 * exporters. The first that fails ends the run.
 */
export async function buildImages(context: CommandContext, inputs: BuildInputs): Promise<ExitCode> {
  const { messages, signal } = context;
  const { environment, isPush, outputs, platforms, progress, tls } = inputs;
  if (progress === 'quiet' || progress === 'rawjson') messages.beQuiet();
  const connecting = openConnection(context, tls);
  connecting.catch(() => {});
  const definitions = new DefinitionReader();
  const early = new EarlyBuild();
  let mirrors: ArchiveMirrors | undefined;
  const inputsFor = (assembly: Assembly): PlanInputs => {
    const { archiveFiles } = assembly.manifest;
    // Most files stay as they were since the last run, and what was made of them with them.
    if (!mirrors?.areFor(archiveFiles)) mirrors = new ArchiveMirrors(archiveFiles, environment);
    return { context, assembly, definitions, environment, mirrors, outputs };
  };
  try {
    void beginEarly({ ...inputs, context, connecting, early, inputsFor });
    const assembly = readAssembly(await inputs.assemblyFolder);
    const { manifest } = assembly;
    // A wrong name is told first: no lock would make it right.
    const selected = selectImages(manifest, context.arguments, platforms);
    requireLocked(manifest.missing);
    if (isPush) requirePublished(selected);
    checkOutputs(outputs, selected, context);

    // What is wrong with the app was told first: it is wrong whichever daemon there is.
    const connection = await connecting;
    const content = new ExportedContent(connection, signal);
    const tools = { ...inputsFor(assembly), connection, content, early, progress };
    const builds: ImageBuild[] = [];
    const reports: ImageReport[] = [];
    for (const image of selected) {
      const build = await buildImage(image, tools);
      builds.push(build);
      reports.push(await reportBuild(build, outputs, content, context));
    }
    signal.throwIfAborted();
    writeMetadata(context, builds);
    printReports(context, reports, outputs);
    if (selected.length === 0) messages.warn('the app has no image');
    return EXIT.done;
  } finally {
    await early.close();
    await connecting.then(
      (connection) => connection.close(),
      () => {},
    );
  }
}

async function openConnection(
  { env, options, signal }: CommandContext,
  tls: TlsOptions | undefined,
): Promise<Connection> {
  return connect(resolveAddress({ addr: options.last('addr'), env }), { signal, tls });
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
  // Where stdout carries an archive, it carries nothing else.
  const stream = outputs.some(({ dest }) => dest === '-') ? stderr : stdout;
  stream.write(
    options.has('json')
      ? `${JSON.stringify(reports, null, 2)}\n`
      : renderReports(reports, terminalWidth(stream)),
  );
}
