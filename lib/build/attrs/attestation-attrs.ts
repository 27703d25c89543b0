import { type AttrProblem, type AttrTable, attrProblems, attrTexts, type Flag } from './attribute';

/** What a daemon says of how an image was made. */
export interface ProvenanceAttrs {
  /** `max` with every step and its inputs, `min` without. @default 'max' */
  readonly mode?: 'min' | 'max' | undefined;
  /** Version of SLSA's predicate. @default - the daemon's: 'v1' since 0.28 */
  readonly version?: 'v0.2' | 'v1' | undefined;
  /** Who built it, as a URL. @default - nobody is named */
  readonly 'builder-id'?: string | undefined;
  /** True to claim that the build repeats bit for bit. @default false */
  readonly reproducible?: Flag | undefined;
  /** True to make it for images alone, not for files. @default false */
  readonly 'inline-only'?: Flag | undefined;
  /** True to tell what each step used of the machine. @default false */
  readonly 'capture-usage'?: Flag | undefined;
  /** True to fail where not all inputs are known; BuildKit 0.31. @default false */
  readonly 'complete-materials'?: Flag | undefined;
  /** Name of the file, of files that are exported. @default 'provenance.json' */
  readonly filename?: string | undefined;
}

/** Who lists the packages of an image. */
export interface SbomAttrs {
  /**
   * An image that looks into the files: `docker/buildkit-syft-scanner:stable-1`.
   *
   * @default - nobody does: they are known by the definition
   */
  readonly generator?: string | undefined;
}

/** What is made beside an image. */
export interface Attestations {
  /** How the daemon made it. Holds times, so the index differs each time. @default false */
  readonly provenance?: boolean | ProvenanceAttrs | undefined;
  /**
   * What it is made of: the bill of `synth sbom` in SPDX, which is the same each time; or what a
   * `generator` finds.
   *
   * @default false
   */
  readonly sbom?: boolean | SbomAttrs | undefined;
}

const TABLES: Readonly<Record<keyof Attestations, AttrTable>> = {
  provenance: {
    mode: ['min', 'max'],
    version: ['v0.2', 'v1'],
    'builder-id': 'text',
    reproducible: 'flag',
    'inline-only': 'flag',
    'capture-usage': 'flag',
    'complete-materials': 'flag',
    filename: 'text',
  },
  sbom: { generator: 'text' },
};

const NAMES = ['provenance', 'sbom'] as const;

/** Whether there is any, so that one platform alone is an index, too. */
export function hasAttestations(attestations: Attestations): boolean {
  return NAMES.some((name) => isAsked(attestations[name]));
}

/** Whether the bill of materials is made from the definition. */
export function hasOwnSbom({ sbom }: Attestations): boolean {
  return isAsked(sbom) && (sbom === true || sbom.generator === undefined);
}

function isAsked(value: boolean | object | undefined): value is true | object {
  return value !== undefined && value !== false;
}

/** What is wrong with attestations, by their name. */
export function attestationProblems(
  attestations: Attestations,
): readonly (AttrProblem & { readonly name: string })[] {
  return NAMES.flatMap((name) => {
    const value = attestations[name];
    if (typeof value !== 'object') return [];
    return attrProblems(value, TABLES[name]).map((problem) => ({ name, ...problem }));
  });
}

/**
 * Attributes of the solve that ask the daemon for them.
 *
 * @see BuildKit frontend/attestations
 */
export function attestationAttrs(attestations: Attestations): Record<string, string> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = attestations[name];
      if (!isAsked(value) || (name === 'sbom' && hasOwnSbom(attestations))) return [];
      const attrs = Object.entries(value === true ? {} : attrTexts(value));
      const fields = attrs.map(([key, text]) => csvField(`${key}=${text}`));
      return [[`attest:${name}`, fields.join(',')]];
    }),
  );
}

const csvField = (text: string): string =>
  /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
