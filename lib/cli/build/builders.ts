import { readAppConfig } from '../../build/app/app-config';
import type { Builder } from '../../build/builders/builder';
import type { SpecPlace } from '../../environment';
import { BuildError } from '../../errors';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';

/**
 * The builders that `--builder` names, else those of `synth.json`; with `--addr` there are none.
 *
 * @throws BuildError `E_USAGE`, `E_CONFIG_FORMAT`, and what `namedBuilders` throws
 */
export async function readBuilders({
  cwd,
  env,
  options,
}: Pick<CommandContext, 'cwd' | 'env' | 'options'>): Promise<readonly Builder[]> {
  const given = options.all('builder');
  if (options.has('addr')) {
    if (given.length === 0) return [];
    throw usageError('options "--addr" and "--builder" exclude each other', {
      expected: 'one daemon, or builders',
      fix: 'leave --addr out, or name it as a builder, too',
    });
  }
  const texts = given.length > 0 ? given : (readAppConfig(cwd).builders ?? []);
  if (texts.length === 0) return [];
  // Few builds have any.
  const { configError, namedBuilders } = await import('../../build/builders/named-builders');
  const isOption = given.length > 0;
  const at: SpecPlace = {
    by: isOption ? 'option "--builder"' : '"builders" of synth.json',
    folder: cwd,
    env,
    fail: isOption
      ? (message, details) => new BuildError('E_USAGE', message, details)
      : configError,
  };
  return namedBuilders(texts, at);
}
