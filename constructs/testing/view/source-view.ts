import type { SourceMessage } from '../../../lib/llb/wire/op';
import type { VertexView } from './graph-view';
import { platformName } from './platform-name';

/** A source, as assertions see it. */
export interface SourceView {
  /** Name in progress. */
  readonly name: string;
  /** `git://…`, `https://…`, `local://…`, `docker-image://…`. */
  readonly identifier: string;
  /** Attributes with the names of the protocol, e.g. `http.checksum`. */
  readonly attrs: Readonly<Record<string, string>>;
  /** Of an image. @default - the source is for all platforms */
  readonly platform?: string;
}

/** Describes a source. */
export function sourceView({ name, op }: VertexView, source: SourceMessage): SourceView {
  const { attrs, identifier } = source;
  const sorted = Object.entries(attrs).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name,
    identifier,
    attrs: Object.fromEntries(sorted),
    ...(op.platform === undefined ? {} : { platform: platformName(op.platform) }),
  };
}
