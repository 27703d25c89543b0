import { bindMount, type Mount, mkfile, scratch } from '../llb';
import { readPackageFile } from '../package';

/** Folder that scripts are mounted at. */
const SCRIPTS = '/run/buildkit-cdk';

/** A script to run, and the mount that brings it. */
export interface Script {
  /** Its absolute path in the exec. */
  readonly path: string;
  readonly mount: Mount;
}

/**
 * Joins scripts of this folder to one.
 *
 * Becomes a `mkfile` on scratch, mounted read-only: so the history of an image, progress and errors
 * show a command, not its text. Comments and blank lines go: a change of them changes no digest.
 *
 * @param file name of the whole
 * @param parts names of the scripts, in order
 */
export function script(file: string, ...parts: readonly [string, ...string[]]): Script {
  const key = [file, ...parts].join('\n');
  const known = made.get(key) ?? joinScripts(file, parts);
  made.set(key, known);
  return known;
}

/** The files of a package do not change: each script is read and made once. */
const made = new Map<string, Script>();

function joinScripts(file: string, parts: readonly string[]): Script {
  const text = parts.map((part) => strip(readPackageFile(`lib/rootfs/${part}`))).join('');
  const state = scratch().file(mkfile(`/${file}`, 0o444, text), { customName: `script: ${file}` });
  return { path: `${SCRIPTS}/${file}`, mount: bindMount(SCRIPTS, state, { readonly: true }) };
}

function strip(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  return lines.map((line) => `${line}\n`).join('');
}
