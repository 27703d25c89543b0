import type { LocalContent } from '../../client';
import type { Environment } from '../../environment';
import type { FetchContext } from '../../fetch/fetch-context';
import type { SourceOp } from '../../llb/definition/map-sources';
import type { State, VendorFolder } from './vendor-folder';

/** Something from outside that a vendor folder holds. */
export interface VendoredInput {
  /** What tells it apart from others. */
  readonly key: string;
  /** What it is called, for people. */
  readonly title: string;
  /** How the folder has it. */
  state(folder: VendorFolder): Promise<State>;
  /** Fetches it into the folder, and checks it. */
  fetch(folder: VendorFolder, context: FetchContext): Promise<void>;
}

/** What a vendored build works with. */
export interface ServeContext {
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
}

/** A source of a definition, and what stands in for it in a build from a vendor folder. */
export interface VendoredSource {
  readonly input: VendoredInput;
  /** Its op: a `local://` source, or one of an OCI layout. */
  readonly source: SourceOp;
  /**
   * What is behind a `local://` source.
   *
   * @default - it is none
   */
  readonly serve?: (folder: VendorFolder, context: ServeContext) => Promise<LocalContent>;
}

/** Why a source cannot be vendored. */
export interface Refusal {
  readonly got: string;
  readonly expected: string;
}

/** The first attribute that is none of those that are known, as a refusal. */
export function unknownAttr(
  attrs: SourceOp['attrs'],
  known: readonly string[],
): Refusal | undefined {
  const name = Object.keys(attrs).find((one) => !known.includes(one));
  if (name === undefined) return undefined;
  return { got: `${name}=${attrs[name]}`, expected: `a source with none but ${known.join(', ')}` };
}

/** The op of a local source whose name tells its content. */
export function localSource(name: string): SourceOp {
  return {
    identifier: `local://${name}`,
    attrs: { 'local.sharedkeyhint': name, 'local.unique': name },
    caps: ['source.local', 'source.local.sharedkeyhint', 'source.local.unique'],
  };
}
