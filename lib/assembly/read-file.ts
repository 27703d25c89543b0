import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, describeCause } from '../errors';
import { formatError } from './format-error';

/** No graph is as large, and no text of that size can be one string. */
const MAX_BYTES = 256 * 1024 * 1024;
/** A link may lead anywhere, and a pipe would be waited for. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a file of an assembly, which is a file and no link to one.
 *
 * @throws BuildError `E_ASSEMBLY_FORMAT`
 */
export function readAssemblyFile(folder: string, name: string): Buffer {
  try {
    const file = openSync(join(folder, name), FLAGS);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) throw formatError(`"${name}" of the assembly is no file`);
      if (stat.size > MAX_BYTES) {
        throw formatError(`"${name}" of the assembly is too large`, {
          got: `${stat.size} bytes`,
          expected: `${MAX_BYTES} bytes at most`,
        });
      }
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (BuildError.is(cause)) throw cause;
    throw formatError(`the assembly has no readable "${name}"`, {
      got: describeCause(cause),
      expected: 'a file, and no link',
      cause,
    });
  }
}
