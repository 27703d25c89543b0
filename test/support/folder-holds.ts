import { spawnSync } from 'node:child_process';

/** Files below a folder that hold a text, what is installed in it aside. */
export function folderHolds(folder: string, text: string): readonly string[] {
  const args = ['-rlF', '--exclude-dir=node_modules', '-e', text, folder];
  const { status, stdout } = spawnSync('grep', args, { encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`grep ended with ${status}`);
  return stdout.split('\n').filter((line) => line !== '');
}
