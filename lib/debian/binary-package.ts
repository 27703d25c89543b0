import { BuildError } from '../errors';
import { parseStanza } from './control';
import { parseRelations, type Relation, type RelationGroup } from './relation';

/** A binary package as a Packages index describes it. */
export interface BinaryPackage {
  readonly name: string;
  readonly version: string;
  /** Debian architecture, or `all`. */
  readonly architecture: string;
  readonly multiArch: 'no' | 'same' | 'foreign' | 'allowed';
  readonly essential: boolean;
  /** `Protected: yes`, or `Important: yes`, as it was called before. */
  readonly protected: boolean;
  /** `required`, `important`, `standard`, `optional` or `extra`. */
  readonly priority: string;
  readonly source: { readonly name: string; readonly version: string };
  /** Pre-Depends, then Depends. */
  readonly depends: readonly RelationGroup[];
  readonly recommends: readonly RelationGroup[];
  readonly suggests: readonly RelationGroup[];
  /** Conflicts and Breaks: what must not be there beside this package. */
  readonly conflicts: readonly Relation[];
  /** Virtual packages; a bound of operator `=` gives the provided version. */
  readonly provides: readonly Relation[];
  /** Path below the archive's root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** Flat archives put `./` before it. */
const SAFE_PATH = /^(?:\.\/)*(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9][A-Za-z0-9._+~:%/-]*\.u?deb$/;

/**
 * Reads one paragraph of a Packages index.
 *
 * @throws BuildError `E_DEBIAN_CONTROL` where a field is missing or malformed
 */
export function parseBinaryPackage(text: string): BinaryPackage {
  const stanza = parseStanza(text);
  const name = stanza.get('package') ?? '';
  const field = (key: string, pattern: RegExp): string => {
    const value = stanza.get(key.toLowerCase());
    if (value !== undefined && pattern.test(value)) return value;
    throw new BuildError('E_DEBIAN_CONTROL', `package "${name}": field ${key} is malformed`, {
      got: value === undefined ? 'nothing' : JSON.stringify(value.slice(0, 120)),
      expected: String(pattern),
    });
  };
  const relations = (key: string): readonly RelationGroup[] =>
    parseRelations(stanza.get(key) ?? '');
  const version = field('Version', /^\S+$/);
  return {
    name: field('Package', /^[A-Za-z0-9][A-Za-z0-9+.-]*$/),
    version,
    architecture: field('Architecture', /^[a-z0-9-]+$/),
    multiArch: parseMultiArch(stanza.get('multi-arch')),
    essential: stanza.get('essential') === 'yes',
    protected: (stanza.get('protected') ?? stanza.get('important')) === 'yes',
    priority: stanza.get('priority') ?? 'optional',
    source: parseSource(stanza.get('source'), name, version),
    depends: [...relations('pre-depends'), ...relations('depends')],
    recommends: relations('recommends'),
    suggests: relations('suggests'),
    conflicts: [...relations('conflicts'), ...relations('breaks')].flat(),
    provides: relations('provides').flat(),
    path: field('Filename', SAFE_PATH).replace(/^(\.\/)+/, ''),
    size: Number(field('Size', /^\d{1,15}$/)),
    sha256: field('SHA256', /^[0-9a-f]{64}$/),
  };
}

function parseMultiArch(value: string | undefined): BinaryPackage['multiArch'] {
  return value === 'same' || value === 'foreign' || value === 'allowed' ? value : 'no';
}

/** `Source: glibc (2.41-12)`; where it is absent, the source is named and versioned as the package. */
function parseSource(
  value: string | undefined,
  name: string,
  version: string,
): BinaryPackage['source'] {
  const match = /^(\S+)(?:\s+\((\S+)\))?$/.exec(value ?? '');
  return { name: match?.[1] ?? name, version: match?.[2] ?? version };
}
