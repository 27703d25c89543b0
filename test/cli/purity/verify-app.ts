import type { InstalledPackage, RunOptions, RunResult } from '../../support/installed-package';
import { type NoteOptions, noteApp } from '../../support/note-app';

/** Parts of the app, how the command is run, and more of its arguments. */
export type VerifyArguments = [options?: NoteOptions, run?: RunOptions, args?: readonly string[]];

/** Verifies an app whose one file holds the value of an expression. */
export function verifyApp(
  installed: InstalledPackage,
  text: string,
  ...[options = {}, run = {}, args = []]: VerifyArguments
): Promise<RunResult> {
  const folder = installed.project({ 'app.js': noteApp(text, options), 'data/a': '' });
  return installed.synth(folder, ['verify', ...args], run);
}
