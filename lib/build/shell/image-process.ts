import type { StepProcess } from '../../client';

/** How an image says that its process is started, but for the program. @param config OCI, as JSON */
export function imageProcess(config: Uint8Array): StepProcess {
  const { config: process } = JSON.parse(Buffer.from(config).toString('utf8')) as ImageConfig;
  return {
    args: [],
    cwd: process?.WorkingDir || '/',
    env: process?.Env ?? [],
    user: process?.User ?? '',
    insecure: false,
    secretEnv: [],
  };
}

/** The part of a config that is read here; the assembly's reader has checked it. */
interface ImageConfig {
  readonly config?: {
    readonly Env?: readonly string[] | null;
    readonly User?: string;
    readonly WorkingDir?: string;
  } | null;
}
