import type { SchemaReader } from '../../json';

/** The dependency closure of a set of Debian packages in a dated archive, for one architecture. */
export interface DebianRequest {
  /** Code name, e.g. `trixie`. */
  readonly suite: string;
  /** Date of the snapshot, `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** Archive components, sorted, e.g. `main`. */
  readonly components: readonly string[];
  /**
   * Packages that the closure starts from beside `include`: `minbase` is every essential package,
   * every package of priority required, and apt; `none` is nothing.
   */
  readonly variant: 'minbase' | 'none';
  /** Names of packages whose closure (Pre-Depends and Depends) is wanted, sorted. */
  readonly include: readonly string[];
  /** Debian architecture, e.g. `amd64`. */
  readonly architecture: string;
}

/** The key of the archive of a request in the section: `<suite>@<snapshot>`. */
export function archiveKey({ suite, snapshot }: DebianRequest): string {
  return `${suite}@${snapshot}`;
}

/** The key of a request's set within its archive, e.g. `minbase gcc make (main)`. */
export function setKey({ components, include, variant }: DebianRequest): string {
  const names = variant === 'none' ? include : [variant, ...include];
  return `${names.join(' ')} (${components.join(' ')})`;
}

/** Reads a request out of a manifest. */
export function readRequest(value: unknown, at: string, schema: SchemaReader): DebianRequest {
  const { architecture, components, include, snapshot, suite, variant } = schema.object(value, at);
  if (variant !== 'minbase' && variant !== 'none') {
    throw schema.wrong(`${at}.variant`, `${JSON.stringify(variant)}`, '"minbase" or "none"');
  }
  return {
    suite: schema.text(suite, `${at}.suite`),
    snapshot: schema.text(snapshot, `${at}.snapshot`),
    components: schema.texts(components, `${at}.components`),
    variant,
    include: schema.texts(include, `${at}.include`),
    architecture: schema.text(architecture, `${at}.architecture`),
  };
}
