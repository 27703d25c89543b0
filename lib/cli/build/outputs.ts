import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { annotated, checkAttestations, checkOutputAttrs } from '../../build/plan/check-images';
import type { BuildOutput } from '../../build/plan/output';
import { BuildError } from '../../errors';
import type { ImageOptions } from '../args/image-options';
import { type OutputSpec, parseOutput } from '../args/output-option';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';

/**
 * What the options `--output`, `--load` and `--push` mean, checked with what is said of the images.
 *
 * @throws BuildError `E_USAGE`
 */
export function readOutputs(
  context: Pick<CommandContext, 'cwd' | 'options' | 'stdout'>,
  image: ImageOptions,
): BuildOutput[] {
  const { options } = context;
  const outputs = options.all('output').map((text) => makeOutput(parseOutput(text), context));
  if (options.has('load')) outputs.push({ type: 'docker' });
  if (options.has('push') && outputs.length > 0) outputs.push({ type: 'image', push: true });
  if (options.has('by-digest')) outputs.push({ type: 'image', push: true, byDigest: true });
  try {
    checkOutputAttrs(outputs);
    checkAttestations(image, outputs);
    // Without outputs there is the one that is usual.
    annotated(outputs.length > 0 ? outputs : [{ type: 'image' }], image.annotations);
  } catch (error) {
    throw asUsageError(error);
  }
  return outputs;
}

function makeOutput(
  { attrs, dest, type }: OutputSpec,
  { cwd, stdout }: Pick<CommandContext, 'cwd' | 'stdout'>,
): BuildOutput {
  if (type === 'image') return { type, attrs };
  if (type === 'docker' && dest === undefined) return { type, attrs };
  const path = resolve(cwd, dest ?? '');
  if (type === 'local') return { type, dest: path, attrs };
  return { type, dest: dest === '-' ? toStdout(type, stdout) : path, attrs };
}

function toStdout(type: string, stdout: NodeJS.WriteStream): () => Writable {
  if (stdout.isTTY === true) {
    throw usageError(`option "--output type=${type}" would write an archive to the terminal`, {
      fix: 'give "dest=<file>", or redirect stdout',
    });
  }
  return () => intoStdout(stdout);
}

/** An output or a cache that does not go with what is built is an option that was given wrongly. */
export function asUsageError(error: unknown): unknown {
  if (!BuildError.is(error)) return error;
  const isOption = error.code === 'E_BUILD_CACHE' && /^option "/.test(error.message);
  if (error.code !== 'E_BUILD_OUTPUT' && !isOption) return error;
  const [{ details, message } = error] = error.all;
  return new BuildError('E_USAGE', message.replace(/^output "/, 'option "--output '), details);
}

/** A stream that writes to stdout and can be ended, which stdout itself must not be. */
function intoStdout(stdout: NodeJS.WriteStream): Writable {
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void stdout.write(chunk, done),
  });
}
