import type { StartedApp } from '../../build/app/start-app';
import { readGitFacts } from '../../build/plan/git-facts';
import type { ImageResult } from '../../build/solve/image-result';
import { runAppBuild } from '../../build/solve/run-builds';
import type { Environment } from '../../environment';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { terminalWidth } from '../terminal/terminal-width';
import { writeImageId, writeMetadata } from './metadata-file';
import { asUsageError } from './outputs';
import { renderReports, resultRecord } from './report';
import type { BuildSettings } from './settings';
import { showEvents } from './show-events';

/** What a run builds with. */
export interface BuildInputs extends BuildSettings {
  readonly environment: Environment;
}

/** Builds the images that the arguments name, or all, and tells how it goes and what came of it. */
export async function buildImages(
  app: StartedApp,
  inputs: BuildInputs,
  context: CommandContext,
): Promise<ExitCode> {
  const { arguments: images, cwd, env, messages, options, signal } = context;
  const { allowed, environment, image, isPush, outputs, platforms, progress } = inputs;
  const { onFailure, sourcePolicy, tls } = inputs;
  const { annotations, isGitLabelled, labels, provenance, sbom } = image;
  if (progress === 'quiet' || progress === 'rawjson') messages.beQuiet();
  const results = await runAppBuild(app, {
    images,
    platforms,
    push: isPush,
    outputs,
    labels,
    annotations,
    provenance,
    sbom,
    git: isGitLabelled ? await readGitFacts(cwd) : undefined,
    noCache: options.has('no-cache'),
    sourcePolicy,
    onlyOwnSources: options.has('own-sources'),
    entitlements: allowed,
    environment,
    cwd,
    env,
    address: options.last('addr'),
    tls,
    onEvent: showEvents(progress, context),
    onFailure,
    signal,
  }).catch((error: unknown) => {
    throw asUsageError(error);
  });
  await writeMetadata(context, results);
  await writeImageId(context, results);
  printResults(results, inputs, context);
  if (results.length === 0) messages.warn('the app has no image');
  return EXIT.done;
}

function printResults(
  results: readonly ImageResult[],
  { outputs }: BuildInputs,
  { options, stderr, stdout }: CommandContext,
): void {
  // Where stdout carries an archive, it carries nothing else.
  const isTaken = outputs.some((output) => 'dest' in output && typeof output.dest !== 'string');
  const stream = isTaken ? stderr : stdout;
  if (options.has('quiet') && !options.has('json')) {
    stream.write(results.map(({ digest }) => (digest ? `${digest}\n` : '')).join(''));
    return;
  }
  stream.write(
    options.has('json')
      ? jsonText(results.map(resultRecord))
      : renderReports(results, terminalWidth(stream)),
  );
}
