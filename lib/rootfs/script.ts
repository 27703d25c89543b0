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
 * Joins shell scripts of this folder to one.
 *
 * Becomes a `mkfile` on scratch, mounted read-only: so the history of an image, progress and errors
 * show a command, not its text. Comments and blank lines go: a change of them changes no digest.
 *
 * @param names of the scripts; the first one names the whole
 */
export function script(...names: readonly [string, ...string[]]): Script {
  const text = names.map((name) => strip(readPackageFile(`lib/rootfs/${name}.sh`))).join('');
  const file = `${names[0]}.sh`;
  const state = scratch().file(mkfile(`/${file}`, 0o444, text), { customName: `script: ${file}` });
  return { path: `${SCRIPTS}/${file}`, mount: bindMount(SCRIPTS, state, { readonly: true }) };
}

function strip(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  return lines.map((line) => `${line}\n`).join('');
}
