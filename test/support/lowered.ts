import { type App, BuildError } from '../../constructs';
import { type Definition, decodeOp, type PlatformMessage } from '../../lib/llb';
import { type ExecMessage, NETWORK_MODES } from '../../lib/llb/wire/exec';
import { madeUpLock } from './made-up-lock';

/** The definition of the app's one image for a platform, with a made-up lock. */
export function lowered(app: App, platform: string): Definition {
  const { images } = app.assemble(madeUpLock(app));
  const found = images[0]?.platforms.find((entry) => entry.platform === platform);
  if (found === undefined) throw new Error(`no definition for ${platform}`);
  return found.definition;
}

/** The errors that a call ends in. */
export function errorsOf(run: () => void): readonly BuildError[] {
  try {
    run();
  } catch (error) {
    if (BuildError.is(error)) return error.all;
    throw error;
  }
  return [];
}

/** Codes of the errors that a call ends in. */
export function codesOf(run: () => void): string[] {
  return errorsOf(run).map(({ code }) => code);
}

/** An exec of a definition, as a test wants to see it. */
export interface SeenExec {
  readonly digest: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly network: string | undefined;
  readonly platform: PlatformMessage | undefined;
  /** Mounts by path, and the digest of the op that each comes from. */
  readonly mounts: readonly { readonly dest: string; readonly from: string | undefined }[];
  /** All of it. */
  readonly message: ExecMessage;
}

/** The execs of a definition that run a program, in the order in which they run. */
export function execsOf(definition: Definition, program: string): SeenExec[] {
  return definition.ops.flatMap(({ bytes, digest }) => {
    const { body, inputs, platform } = decodeOp(bytes);
    if (body?.kind !== 'exec' || body.meta?.args[0] !== program) return [];
    const { args, env } = body.meta;
    const network = Object.entries(NETWORK_MODES).find(([, mode]) => mode === body.network)?.[0];
    const mounts = body.mounts.map(({ dest, input }) => ({ dest, from: inputs[input]?.digest }));
    return [{ digest, args, env, network, platform, mounts, message: body }];
  });
}
