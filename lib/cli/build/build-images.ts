import type { StartedApp } from '../../build/app/start-app';
import { readGitFacts } from '../../build/plan/git-facts';
import type { BuildEvent } from '../../build/solve/build-event';
import type { ImageResult } from '../../build/solve/image-result';
import { runAppBuild } from '../../build/solve/run-builds';
import type { Environment } from '../../environment';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { terminalWidth } from '../terminal/terminal-width';
import { writeImageId, writeMetadata } from './metadata-file';
import { Outcome } from './outcome';
import { asUsageError } from './outputs';
import { renderReports, renderTests, resultRecord } from './report';
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
  const { messages, options } = context;
  if (inputs.progress === 'quiet' || inputs.progress === 'rawjson') messages.beQuiet();
  const outcome = new Outcome();
  const shown = showEvents(inputs.progress, context);
  const onEvent = (event: BuildEvent) => {
    outcome.add(event);
    shown.onEvent(event);
  };
  let failure: { readonly error: unknown } | undefined;
  try {
    await runAppBuild(app, { ...(await buildOptions(inputs, context)), onEvent });
  } catch (error) {
    failure = { error: asUsageError(error) };
  } finally {
    shown.close();
  }
  const { results, summary, testSummary, tests } = outcome;
  if (summary !== undefined) messages.note(summary);
  if (testSummary !== undefined) messages.note(testSummary);
  if (inputs.tests === 'only') {
    printTests(tests, context);
    if (failure !== undefined) throw failure.error;
    if (tests.length === 0) messages.warn('there is no test of these images');
    return EXIT.done;
  }
  // What is pushed is pushed: who asked for it is told of it, whatever failed beside it.
  if (failure === undefined || (options.has('keep-going') && results.length > 0)) {
    await writeMetadata(context, results);
    if (failure === undefined) await writeImageId(context, results);
    printResults(results, inputs, context);
  }
  if (failure !== undefined) throw failure.error;
  if (results.length === 0) messages.warn('the app has no image');
  return EXIT.done;
}

async function buildOptions(
  inputs: BuildInputs,
  { arguments: images, cwd, env, options, signal }: CommandContext,
): Promise<Parameters<typeof runAppBuild>[1]> {
  const { allowed, atOnce, environment, image, isPush, outputs, platforms } = inputs;
  const { annotations, isGitLabelled, labels, provenance, sbom } = image;
  return {
    images,
    platforms,
    push: isPush,
    outputs,
    labels,
    annotations,
    provenance,
    sbom,
    git: isGitLabelled ? await readGitFacts(cwd) : undefined,
    tests: inputs.tests,
    noCache: options.has('no-cache'),
    sourcePolicy: inputs.sourcePolicy,
    onlyOwnSources: options.has('own-sources'),
    entitlements: allowed,
    atOnce,
    keepGoing: options.has('keep-going') || inputs.tests === 'only',
    environment,
    cwd,
    env,
    address: options.last('addr'),
    tls: inputs.tls,
    onFailure: inputs.onFailure,
    signal,
  };
}

function printTests(tests: Outcome['tests'], { options, stdout }: CommandContext): void {
  stdout.write(options.has('json') ? jsonText(tests) : renderTests(tests, terminalWidth(stdout)));
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
