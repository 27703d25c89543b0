import {
  type InfoLocation,
  type OpSource,
  rangeOf,
  type SourceInfo,
  SourceMap,
  type SourceMapLocation,
  type SourceRecord,
} from '../definition/source-map';
import type { Digest } from '../wire/digest';
import type { MarshalOptions } from './context';

const NOTHING: readonly InfoLocation[] = [];

/**
 * Gathers the places that vertices were made at, each file once.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/sourcemap.go
 */
export class SourceCollector {
  readonly #options: MarshalOptions;
  readonly #maps: SourceMap[] = [];
  readonly #indexes = new Map<SourceMap, number>();
  readonly #files = new Map<string, SourceMap>();
  readonly #locations = new Map<Digest, InfoLocation[]>();

  constructor(options: MarshalOptions) {
    this.#options = options;
  }

  /** Notes the places of one vertex. */
  add(digest: Digest, sources: readonly OpSource[]): void {
    const known = this.#locations.get(digest) ?? [];
    for (const source of sources) {
      const { map, ranges } = this.#mapped(source);
      known.push({ sourceIndex: this.#indexOf(map), ranges });
    }
    this.#locations.set(digest, known);
  }

  /** The record of these vertices; one without a place is in it too, as in Go's client. */
  record(vertices: readonly { readonly digest: Digest }[]): SourceRecord {
    const locations = new Map<string, readonly InfoLocation[]>();
    for (const { digest } of vertices)
      locations.set(digest, this.#locations.get(digest) ?? NOTHING);
    return { infos: this.#maps.map((map) => this.#infoOf(map)), locations };
  }

  #mapped(source: OpSource): SourceMapLocation {
    if ('map' in source) return source;
    let map = this.#files.get(source.file);
    if (map === undefined) {
      const text = this.#options.sourceText?.(source.file);
      map = new SourceMap(source.file, text === undefined ? {} : { data: Buffer.from(text) });
      this.#files.set(source.file, map);
    }
    return { map, ranges: [rangeOf(source)] };
  }

  #indexOf(map: SourceMap): number {
    const known = this.#indexes.get(map) ?? this.#maps.findIndex((other) => isEqual(other, map));
    const index = known >= 0 ? known : this.#maps.push(map) - 1;
    this.#indexes.set(map, index);
    return index;
  }

  #infoOf({ filename, language, data, state }: SourceMap): SourceInfo {
    return {
      filename,
      language,
      data: data ?? new Uint8Array(),
      definition: state?.marshal(this.#options),
    };
  }
}

function isEqual(a: SourceMap, b: SourceMap): boolean {
  return (
    a.filename === b.filename &&
    a.language === b.language &&
    a.state?.output === b.state?.output &&
    Buffer.compare(a.data ?? new Uint8Array(), b.data ?? new Uint8Array()) === 0
  );
}
