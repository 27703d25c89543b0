import { BuildError, type BuildErrorDetails, BuildErrors } from '../errors';
import type { PropProblem } from '../props';

const FIX = 'run "synth" again';

/** The error for a file of an assembly that is not what `synth` writes. */
export function formatError(message: string, details: BuildErrorDetails = {}): BuildError {
  return new BuildError('E_ASSEMBLY_FORMAT', message, { fix: FIX, ...details });
}

/**
 * Refuses the content of a file of an assembly.
 *
 * @param owner the image that a problem is about, where it is known
 * @throws BuildErrors `E_ASSEMBLY_FORMAT` for each of the problems
 */
export function refuseProblems(
  file: string,
  problems: readonly PropProblem[],
  owner: (problem: PropProblem) => BuildErrorDetails = () => ({}),
): void {
  const errors = problems.map((problem) => {
    const { expected, fix = FIX, got, message } = problem;
    return formatError(`${file}: ${message}`, { ...owner(problem), got, expected, fix });
  });
  const [first, ...others] = errors;
  if (first !== undefined && others.length === 0) throw first;
  BuildErrors.throwIfAny(errors);
}

/**
 * Reads JSON out of a file of an assembly.
 *
 * @throws BuildError `E_ASSEMBLY_FORMAT`
 */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw formatError(`${file} is no JSON`, { got: describe(cause), cause });
  }
}

function describe(cause: unknown): string {
  return cause instanceof SyntaxError ? 'text that cannot be parsed' : 'bytes that are no UTF-8';
}
