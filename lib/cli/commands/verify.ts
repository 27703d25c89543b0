import { realpathSync } from 'node:fs';
import type { Manifest } from '../../assembly/manifest';
import { type AppPlace, findAppPlace } from '../../build/app/app-place';
import { requireLocked } from '../../build/plan/require-locked';
import { BuildErrors } from '../../errors';
import { removeTemporarySync, temporaryFolder } from '../../files/temporary';
import { readAppOptions } from '../args/app-options';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { ASPECTS } from '../purity/aspect';
import { CauseFinder, divergence } from '../purity/find-causes';
import type { Observation } from '../purity/observation';
import { differenceError, failureError, reportDifference } from '../purity/purity-errors';
import { isCommand, WorldRunner } from '../purity/run-in-world';
import { Sights } from '../purity/sights';
import { HERE, worldOf } from '../purity/world';
import { terminalWidth } from '../terminal/terminal-width';
import { wrapText } from '../terminal/wrap';

/** `synth verify`: runs the app in another world, too, and tells what of its bytes differs by what. */
export async function verify(context: CommandContext): Promise<ExitCode> {
  if (context.options.has('lock')) return (await import('./verify-lock')).verifyLock(context);
  if (context.options.has('fetch')) throw usageError('option "--fetch" is for "--lock" alone', {});
  const found = findAppPlace(readAppOptions(context));
  if (found.target.kind === 'assembly') {
    throw usageError('command "verify" needs an app to run', {
      got: 'an assembly',
      fix: 'give the file of the app',
    });
  }
  const folder = realpathSync(temporaryFolder('synth-verify'));
  try {
    return await verifyIn(folder, found, context);
  } finally {
    removeTemporarySync(folder);
  }
}

async function verifyIn(
  folder: string,
  found: AppPlace,
  context: CommandContext,
): Promise<ExitCode> {
  const { cwd, env } = context;
  const runner = new WorldRunner(context, found, folder);
  const here = await runner.run(HERE, [], { isHidden: false });
  if (here.assembly === undefined) throw here.error;
  const { manifest } = here.assembly;
  requireLocked(manifest.missing);

  const elsewhere = worldOf(ASPECTS.map(({ name }) => name));
  const different = divergence(here, await runner.run(elsewhere, here.observations));
  const sights = new Sights(found.folder, cwd);
  if (different.error === undefined && different.differences.length === 0) {
    report(context, manifest, here.observations, [], undefined);
    if (!context.options.has('json')) sayPure(context, found, manifest);
    for (const text of sights.warnings(here.observations)) context.messages.warn(text);
    return EXIT.done;
  }
  const { differences, error } = await new CauseFinder(runner, here, env).explain(different);
  const failure = error && failureError(error, sights, env);
  const reported = differences.map((one) => ({ ...one, report: reportDifference(one, env) }));
  report(
    context,
    manifest,
    here.observations,
    reported.map((one) => one.report),
    failure?.details.got,
  );
  BuildErrors.throwIfAny([
    ...(failure === undefined ? [] : [failure]),
    ...reported.map((one) => differenceError(one.report, one.causes, sights)),
  ]);
  return EXIT.differs;
}

function report(
  { options, stdout }: CommandContext,
  manifest: Manifest,
  seen: readonly Observation[],
  differences: readonly object[],
  failure: string | undefined,
): void {
  if (!options.has('json')) return;
  const result = {
    isPure: differences.length === 0 && failure === undefined,
    ...counts(manifest),
    changed: ASPECTS.map(({ name }) => name),
    ...(failure === undefined ? {} : { failure }),
    differences,
    seen,
  };
  stdout.write(jsonText(result));
}

function counts({ images }: Manifest): { readonly images: number; readonly platforms: number } {
  const platforms = images.reduce((count, image) => count + image.platforms.length, 0);
  return { images: images.length, platforms };
}

function sayPure({ stdout }: CommandContext, found: AppPlace, manifest: Manifest): void {
  const { images, platforms } = counts(manifest);
  const changed = ASPECTS.filter(({ name }) => name !== 'folder' || !isCommand(found));
  const list = changed.map(({ says }) => says.replace(/^the /, '')).join(', ');
  const text = `pure: ${count(images, 'image')}, ${count(platforms, 'platform')}: the same bytes whatever the ${list}`;
  stdout.write(`${wrapText(text, terminalWidth(stdout) ?? Infinity).join('\n')}\n`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
