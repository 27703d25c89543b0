import type { Builder } from '../../build/builders/builder';
import { builderName } from '../../build/builders/builder';
import { openConnection } from '../../build/solve/open-connection';
import { BuildError } from '../../errors';
import { formatPlatform } from '../../oci/platform';
import { readBuilders } from '../build/builders';
import { readTls } from '../build/settings';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { renderTable } from '../terminal/table';
import { terminalWidth } from '../terminal/terminal-width';

/** A builder, and what it says of itself, or why it says nothing. */
interface BuilderState {
  readonly name: string;
  readonly address: string;
  /** Platforms of images that it is for. @default - those that no other builder names */
  readonly platforms?: readonly string[] | undefined;
  /** Platforms that it runs steps of. */
  readonly runs: readonly string[];
  /** Of BuildKit; empty where it did not answer. */
  readonly version: string;
  /** @default - it answered */
  readonly error?: string | undefined;
}

/** `synth builders`: those that builds use, and whether they answer. Exits with 1 where one does not. */
export async function builders(context: CommandContext): Promise<ExitCode> {
  const { options, stdout } = context;
  const named = await readBuilders(context);
  const tls = await readTls(context, named);
  const states = await Promise.all(named.map((one) => stateOf(one, tls, context)));
  stdout.write(
    options.has('json')
      ? jsonText(states)
      : renderTable(
          [
            { title: 'BUILDER' },
            { title: 'FOR' },
            { title: 'RUNS' },
            { title: 'BUILDKIT' },
            { title: 'ADDRESS' },
          ],
          states.map((one) => [
            one.name,
            one.platforms?.join(',') ?? 'all',
            one.runs.join(',') || '-',
            one.error ?? one.version,
            one.address,
          ]),
          terminalWidth(stdout),
        ),
  );
  if (named.length === 0) {
    context.messages.warn('no builders are named: give --builder, or "builders" of synth.json');
  }
  return states.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.done;
}

async function stateOf(
  builder: Builder,
  usual: Builder['tls'],
  { env, signal }: CommandContext,
): Promise<BuilderState> {
  const { address, platforms } = builder;
  const known = { name: builderName(builder), address, platforms };
  const tls = builder.tls ?? (/^tcp:/i.test(address) ? usual : undefined);
  try {
    const connection = await openConnection({ address, env, signal, tls });
    try {
      const { version } = await connection.info({ signal });
      const workers = await connection.workers({ signal });
      const runs = workers.flatMap((worker) => worker.platforms.map(formatPlatform));
      return { ...known, version, runs: [...new Set(runs)] };
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    return { ...known, version: '', runs: [], error: `${error.code}: ${error.message}` };
  }
}
