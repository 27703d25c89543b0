import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(__dirname, '../../scripts/buildkitd');

/** What runs a program where there is no network, not even loopback. */
export const CUT_OFF = ['unshare', '--net', '--'] as const;

/** Why nothing can be cut off here, if so. */
export function whyNotCutOff(): string | undefined {
  const [program, ...args] = CUT_OFF;
  const { status } = spawnSync(program, [...args, 'true'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'this user may make no network namespace';
}

/** A real buildkitd of the test's own, without a network: its socket alone can be reached. */
export interface CutOffBuildkitd {
  /** `unix:///…` */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts it by `scripts/buildkitd`. */
export async function startCutOffBuildkitd(name: string): Promise<CutOffBuildkitd> {
  const run = (program: string, ...args: readonly string[]) => promisify(execFile)(program, args);
  const [unshare, ...options] = CUT_OFF;
  await run(SCRIPT, 'stop', '--name', name); // what an earlier test that was killed has left
  await run(unshare, ...options, SCRIPT, 'start', '--name', name);
  const { stdout } = await run(SCRIPT, 'env', '--name', name);
  const [, address = ''] = /TEST_BUILDKITD=(unix:\/\/\S+)/.exec(stdout) ?? [];
  return { address, stop: async () => void (await run(SCRIPT, 'stop', '--name', name)) };
}
