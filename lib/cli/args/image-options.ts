import type { Attestations } from '../../build/attrs/attestation-attrs';
import { csvFields } from '../../environment/csv-fields';
import type { CommandContext } from '../context';
import { usageError } from './usage-error';

/** What the command line says of all images of a build. */
export interface ImageOptions extends Attestations {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether labels are made of what git says. */
  readonly isGitLabelled: boolean;
}

/**
 * Reads `--label`, `--annotation`, `--git-labels`, `--provenance`, `--sbom` and `--attest`.
 *
 * @throws BuildError `E_USAGE`
 */
export function readImageOptions({
  env,
  options,
}: Pick<CommandContext, 'env' | 'options'>): ImageOptions {
  const pairs = (name: 'label' | 'annotation') =>
    Object.fromEntries(options.all(name).map((text) => keyAndValue(name, text)));
  return {
    labels: pairs('label'),
    annotations: pairs('annotation'),
    isGitLabelled:
      options.has('git-labels') || /^(?:1|t|true|full)$/i.test(env.BUILDX_GIT_LABELS ?? ''),
    provenance: parseAttestation('provenance', options.last('provenance')),
    sbom: parseAttestation('sbom', options.last('sbom')),
    ...Object.fromEntries(options.all('attest').map(parseAttest)),
  };
}

/** `type=provenance,mode=max`, `type=sbom`, with `disabled=true` for none, as buildx has it. */
function parseAttest(text: string): ['provenance' | 'sbom', false | true | Record<string, string>] {
  const attrs = parseFields('attest', text);
  const { disabled, type, ...rest } = attrs;
  if (type !== 'provenance' && type !== 'sbom') {
    throw usageError('option "--attest" has no type that is known', {
      got: `"${text}"`,
      expected: 'type=provenance or type=sbom',
    });
  }
  if (disabled !== undefined && TRUE.test(disabled)) return [type, false];
  return [type, Object.keys(rest).length === 0 || rest];
}

function keyAndValue(option: string, text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw usageError(`option "--${option}" has no key and value`, {
    got: `"${text}"`,
    expected: 'key=value',
  });
}

/** `true`, `false`, or attributes as buildx has them: `mode=max,builder-id=…`. */
function parseAttestation(
  option: string,
  text: string | undefined,
): boolean | Record<string, string> {
  if (text === undefined || /^(?:0|f|false)$/i.test(text)) return false;
  if (TRUE.test(text)) return true;
  return parseFields(option, text);
}

const TRUE = /^(?:1|t|true)$/i;

function parseFields(option: string, text: string): Record<string, string> {
  const fields = csvFields(text);
  if (fields === undefined) throw usageError(`option "--${option}" has unbalanced quotes`, {});
  return Object.fromEntries(fields.map((field) => keyAndValue(option, field)));
}
