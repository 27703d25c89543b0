import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SourcePolicy } from '../../client';
import { BuildError } from '../../errors';
import type { CommandContext } from '../context';

/** Read by buildx as well. */
const VARIABLE = 'EXPERIMENTAL_BUILDKIT_SOURCE_POLICY';

/**
 * The policy of `--source-policy-file`, else of the file that the variable names.
 *
 * @throws BuildError, BuildErrors `E_SOURCE_POLICY`
 */
export async function readSourcePolicy({
  cwd,
  env,
  options,
}: Pick<CommandContext, 'cwd' | 'env' | 'options'>): Promise<SourcePolicy | undefined> {
  const file = options.last('source-policy-file') ?? env[VARIABLE];
  if (!file) return undefined;
  let policy: unknown;
  try {
    policy = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError('E_SOURCE_POLICY', `source policy "${file}" cannot be read`, {
      got,
      expected: 'a file of JSON',
      cause,
    });
  }
  const { toSourcePolicy } = await import('../../build/plan/source-policy');
  return toSourcePolicy(policy, `source policy "${file}"`);
}
