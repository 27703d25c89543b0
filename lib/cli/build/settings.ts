import type { BuildOutput } from '../../build/plan/output';
import type { FailureReader, SourcePolicy, TlsOptions } from '../../client';
import { type ImageOptions, readImageOptions } from '../args/image-options';
import { parsePlatformOptions } from '../args/platform-option';
import { readSourcePolicy } from '../args/source-policy-option';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { progressMode } from '../progress/auto';
import type { ProgressMode } from '../progress/display';
import { readOutputs } from './outputs';

/** What the command line says of a build, read and checked. */
export interface BuildSettings {
  readonly isPush: boolean;
  /** Whether tests are run, and whether they are all that is wanted. */
  readonly tests: boolean | 'only';
  /** Labels, annotations and attestations. */
  readonly image: ImageOptions;
  /** None for the one that is usual. */
  readonly outputs: readonly BuildOutput[];
  /** None for all platforms of each image. */
  readonly platforms: readonly string[];
  readonly progress: Exclude<ProgressMode, 'auto'>;
  /** Images that are built at once. */
  readonly atOnce: number | undefined;
  /** What steps may do beyond what all may. */
  readonly allowed: readonly string[];
  /** @default - the daemon fetches what the definitions name */
  readonly sourcePolicy: SourcePolicy | undefined;
  /** What is done with a step that fails. @default - the build ends */
  readonly onFailure: FailureReader | undefined;
  /** Undefined for a plain connection. */
  readonly tls: TlsOptions | undefined;
}

/**
 * Reads the options of `build`, `push` and `test`.
 *
 * @throws BuildError `E_USAGE`, `E_TLS_CREDENTIALS`, `E_SOURCE_POLICY`
 */
export async function readBuildSettings(
  context: CommandContext,
  { isPush, tests }: { readonly isPush: boolean; readonly tests?: 'only' },
): Promise<BuildSettings> {
  const { env, options, stderr } = context;
  const image = readImageOptions(context);
  return {
    isPush,
    tests: tests ?? !options.has('no-tests'),
    image,
    outputs: readOutputs(context, image),
    platforms: parsePlatformOptions(options.all('platform')),
    progress: options.has('quiet') ? 'quiet' : progressMode(options.last('progress'), env, stderr),
    // There is one terminal.
    atOnce: options.has('on-error') ? 1 : readAtOnce(options.last('jobs')),
    allowed: readAllowed(options.all('allow')),
    sourcePolicy: await readSourcePolicy(context),
    onFailure: await readOnError(context),
    tls: await readTls(context),
  };
}

function readAtOnce(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw usageError('option "--jobs" is no number of images', {
    got: `"${text}"`,
    expected: 'a whole number from 1 to 9999',
  });
}

const ENTITLEMENT = /^(?:network\.host|security\.insecure|device(?:=.+)?)$/;

/** What steps may do beyond what all may. @throws BuildError `E_USAGE` */
export function readAllowed(values: readonly string[]): readonly string[] {
  const wrong = values.find((value) => !ENTITLEMENT.test(value));
  if (wrong === undefined) return values;
  throw usageError(`option "--allow" does not know "${wrong}"`, {
    expected: 'network.host, security.insecure or device',
  });
}

/** Few builds ask for it. */
async function readOnError(context: CommandContext): Promise<FailureReader | undefined> {
  if (!context.options.has('on-error')) return undefined;
  const { shellOnError } = await import('../shell/shell-on-error');
  return shellOnError(context);
}

/** Few builds have any of it, and what reads certificates takes its time to load. */
export async function readTls(context: CommandContext): Promise<TlsOptions | undefined> {
  const { env, options } = context;
  if (!options.names().some((name) => name.startsWith('tls')) && !env.DOCKER_TLS_VERIFY)
    return undefined;
  const { readTlsOptions } = await import('../args/tls-options');
  return readTlsOptions(context);
}
