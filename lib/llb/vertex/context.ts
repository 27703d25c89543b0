import { BuildError } from '../../errors';
import type { Platform } from '../../oci/platform';
import type { OpMetadata } from '../wire/metadata';
import type { PlatformMessage } from '../wire/op';
import { constraintsOf, type OpOptions } from './constraints';
import { platformMessage, requirePlatform } from './platform';

/**
 * How a graph is marshalled: the defaults of every vertex, and what the daemon can do.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/state.go `State.Marshal`
 */
export interface MarshalOptions extends Omit<OpOptions, 'source'> {
  /**
   * Platform of every op whose state has none.
   *
   * It has no default: the machine that marshals is no part of the graph.
   */
  readonly platform: Platform;
  /**
   * Value of `local.unique` for local sources that have no session.
   *
   * Two builds whose local sources have equal ops share one transfer, so whoever starts a build
   * gives each its own value, see `Definition.mapSources`.
   *
   * @default - the empty string
   */
  readonly localUniqueId?: string;
  /**
   * Capabilities of the daemon. An exec gets a `PATH` only if they lack
   * `exec.meta.setsdefaultpath`.
   *
   * @default - unknown, so nothing is written for old daemons
   */
  readonly caps?: ReadonlySet<string>;
  /**
   * Text of a file that vertices point into; errors of BuildKit then show its lines.
   *
   * @default - none
   */
  readonly sourceText?: (file: string) => string | Uint8Array | undefined;
}

/**
 * Marshal options that change bytes or metadata, made once for equal options: vertices remember
 * their bytes by it.
 */
export interface MarshalContext {
  readonly platform: Platform;
  readonly platformMessage: PlatformMessage;
  readonly filter: readonly string[];
  readonly metadata: OpMetadata | undefined;
  readonly localUniqueId: string;
  readonly caps: ReadonlySet<string> | undefined;
}

const MAX_CONTEXTS = 1024;
const contexts = new Map<string, MarshalContext>();

/** The context for these options; equal options give the same object. */
export function marshalContext(options: MarshalOptions): MarshalContext {
  const key = contextKey(options);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const context = makeContext(options);
  // Forgetting costs encoding again and nothing else.
  if (contexts.size >= MAX_CONTEXTS) contexts.clear();
  contexts.set(key, context);
  return context;
}

function makeContext(options: MarshalOptions): MarshalContext {
  if (options.platform === undefined) {
    throw new BuildError('E_LLB_OPTION', 'a definition is marshalled without a platform', {
      expected: 'for example { platform: { os: "linux", architecture: "amd64" } }',
    });
  }
  const platform = requirePlatform(options.platform);
  const { filter, metadata } = constraintsOf(options);
  const isSilent =
    !metadata.ignoreCache &&
    metadata.description === undefined &&
    metadata.exportCache === undefined &&
    metadata.progressGroup === undefined &&
    metadata.linuxResources === undefined;
  return {
    platform,
    platformMessage: platformMessage(platform),
    filter: [...filter],
    metadata: isSilent ? undefined : metadata,
    localUniqueId: options.localUniqueId ?? '',
    caps: options.caps === undefined ? undefined : new Set(options.caps),
  };
}

function contextKey(options: MarshalOptions): string {
  const { platform, caps, sourceText, localUniqueId = '', ...rest } = options;
  const list: unknown[] = [platform, localUniqueId];
  const names = Object.keys(rest);
  if (names.length > 0) list.push(names.sort().map((name) => [name, Reflect.get(rest, name)]));
  if (caps !== undefined) list.push({ caps: [...caps].sort() });
  return JSON.stringify(list, rest.linuxResources === undefined ? undefined : writeBigint);
}

function writeBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
