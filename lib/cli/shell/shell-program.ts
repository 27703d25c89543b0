import { posix } from 'node:path';

/** Where Debian, and most others, have a shell. */
export const SHELL = '/bin/sh';

const SHELLS = ['ash', 'bash', 'dash', 'sh', 'zsh'];

/** The shell that a step is run by, else the one that is usual: a root may hold nothing but busybox. */
export function shellOf([program = '']: readonly string[]): readonly string[] {
  const name = posix.basename(program);
  if (SHELLS.includes(name)) return [program];
  return name === 'busybox' ? [program, 'sh'] : [SHELL];
}
