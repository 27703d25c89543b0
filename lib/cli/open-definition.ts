import { createReadStream } from 'node:fs';
import { relative, resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { BuildError, systemErrorCode } from '../errors';
import { Definition } from '../llb/definition/definition';
import { usageError } from './args/usage-error';
import type { CommandContext } from './context';

/** A daemon takes 16 MiB; this much can be printed, too, whatever it holds. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What is wrong with a file, in a message that names it. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
};

/** A definition, and what to call the place that it came from. */
export interface NamedDefinition {
  /** Path as it was given, or `stdin`. */
  readonly place: string;
  readonly definition: Definition;
}

/**
 * Reads a definition from a file, or from stdin where there is no file or it is `-`.
 *
 * @throws BuildError `E_DEFINITION_FILE` for a file that cannot be read, `E_LLB_DECODE` or
 *   `E_LLB_LIMIT` for one that holds something else, `E_USAGE` when stdin is a terminal
 */
export async function openDefinition(
  file: string | undefined,
  { cwd, signal }: CommandContext,
): Promise<NamedDefinition> {
  const isStdin = file === undefined || file === '-';
  const place = isStdin ? 'stdin' : relative(cwd, resolve(cwd, file)) || '.';
  const bytes = await readAll(isStdin ? openStdin() : createReadStream(resolve(cwd, file)), {
    place,
    signal,
  });
  try {
    return { place, definition: Definition.fromBytes(bytes) };
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    throw new BuildError(error.code, `${place} holds no definition that can be read`, {
      ...error.details,
      got: [error.message, error.details.got].filter(Boolean).join(', '),
      cause: error,
    });
  }
}

function openStdin(): Readable {
  if (!isatty(0)) return process.stdin;
  throw usageError('definition is missing: stdin is a terminal', {
    expected: 'a file, or a definition on stdin',
    fix: 'name a file, such as synth.out/hello.linux-amd64.llb',
  });
}

async function readAll(
  stream: Readable,
  { place, signal }: { place: string; signal: AbortSignal },
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of addAbortSignal(signal, stream) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_BYTES) throw tooLarge(place);
    }
  } catch (error) {
    const fault = FILE_FAULTS[systemErrorCode(error) ?? ''];
    if (fault === undefined) throw error;
    throw new BuildError('E_DEFINITION_FILE', `${place} ${fault}`, { cause: error });
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(place: string): BuildError {
  return new BuildError('E_LLB_LIMIT', `${place} holds no definition that can be read`, {
    got: `more than ${MAX_BYTES} bytes`,
    expected: `at most ${MAX_BYTES} bytes; a daemon takes less`,
    fix: 'check that it is the file that was meant',
  });
}
