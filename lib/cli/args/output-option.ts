import { csvFields } from '../../environment/csv-fields';
import { usageError } from './usage-error';

/** What `--output` says. */
export interface OutputSpec {
  readonly type: OutputType;
  /** File or folder as given; `-` is stdout. Absent for `image`, and for `docker` that is loaded. */
  readonly dest: string | undefined;
  /** Every other attribute, as given. */
  readonly attrs: Readonly<Record<string, string>>;
}

/** Exporters of BuildKit; `registry` is `image` with `push=true`. */
export type OutputType = 'image' | 'local' | 'tar' | 'oci' | 'docker';

const TYPES: readonly OutputType[] = ['image', 'local', 'tar', 'oci', 'docker'];

/**
 * Reads one `--output` in the syntax of buildx: `type=oci,dest=hello.tar`, with CSV quoting; a bare
 * path is `type=local`, a bare `-` is `type=tar` to stdout.
 *
 * @throws BuildError `E_USAGE`
 */
export function parseOutput(text: string): OutputSpec {
  const fields = csvFields(text);
  if (fields === undefined) throw usageError(`option "--output ${text}" has unbalanced quotes`, {});
  const [only] = fields;
  if (fields.length === 1 && only !== undefined && !only.includes('=')) {
    return { type: only === '-' ? 'tar' : 'local', dest: only, attrs: {} };
  }
  const attrs = Object.fromEntries(fields.map((field) => keyAndValue(field, text)));
  const { type: named, dest, ...rest } = attrs;
  const isRegistry = named === 'registry';
  const type = isRegistry ? 'image' : TYPES.find((known) => known === named);
  if (type === undefined) {
    throw usageError(
      named === undefined
        ? `option "--output ${text}" has no type`
        : `option "--output" has no exporter "${named}"`,
      { expected: `type=${TYPES.join('|')}` },
    );
  }
  if (type === 'image' && dest !== undefined) {
    throw usageError('option "--output type=image" takes no "dest"', {
      got: `"${dest}"`,
      fix: 'for a file, use type=oci or type=docker',
    });
  }
  const isLoaded = type === 'docker' && dest === undefined;
  if (type !== 'image' && !isLoaded && (dest === undefined || dest === '')) {
    throw usageError(`option "--output type=${type}" needs a "dest"`, {
      expected: type === 'local' ? 'dest=<folder>' : 'dest=<file>, or dest=- for stdout',
    });
  }
  if (type === 'local' && dest === '-') {
    throw usageError('option "--output type=local" cannot write a folder to stdout', {
      fix: 'use type=tar',
    });
  }
  return { type, dest, attrs: isRegistry ? { push: 'true', ...rest } : rest };
}

function keyAndValue(field: string, text: string): [string, string] {
  const at = field.indexOf('=');
  if (at <= 0) {
    throw usageError(`option "--output ${text}" has a field without a value`, {
      got: `"${field}"`,
      expected: 'key=value',
    });
  }
  return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
