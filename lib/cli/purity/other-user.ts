import { spawnSync } from 'node:child_process';

/** A user that a process can run as. */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user that owns nothing. */
const NOBODY: ProcessUser = { uid: 65534, gid: 65534 };

const CHECK = `
  const { accessSync, constants } = require('node:fs');
  for (const file of process.argv.slice(1)) accessSync(file, constants.R_OK);
`;

/**
 * Another user that can read these files; undefined where there is none, as only root can become
 * another.
 */
export function otherUser(files: readonly string[]): ProcessUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { status } = spawnSync(process.execPath, ['-e', CHECK, ...files], {
    ...NOBODY,
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  return status === 0 ? NOBODY : undefined;
}
