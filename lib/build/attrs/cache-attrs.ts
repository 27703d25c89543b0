import { type AttrProblem, type AttrTable, attrProblems, type Flag } from './attribute';
import { COMPRESSION_ATTRS, type CompressionAttrs } from './exporter-attrs';

/** Where cache is read, beside the daemon's own. */
export type CacheSource =
  | { readonly type: 'registry'; readonly attrs: RegistryCacheAttrs }
  | { readonly type: 'local'; readonly attrs: LocalCacheSourceAttrs }
  | { readonly type: 'gha'; readonly attrs?: GhaCacheAttrs | undefined }
  | { readonly type: 's3'; readonly attrs: S3CacheAttrs }
  | { readonly type: 'azblob'; readonly attrs: AzblobCacheAttrs };

/** Where cache is written, beside the daemon's own. */
export type CacheDestination =
  | { readonly type: 'inline' }
  | { readonly type: 'registry'; readonly attrs: RegistryCacheAttrs & CacheWriteAttrs }
  | { readonly type: 'local'; readonly attrs: LocalCacheAttrs & CacheWriteAttrs }
  | { readonly type: 'gha'; readonly attrs?: (GhaCacheAttrs & CacheWriteAttrs) | undefined }
  | { readonly type: 's3'; readonly attrs: S3CacheAttrs & CacheWriteAttrs }
  | { readonly type: 'azblob'; readonly attrs: AzblobCacheAttrs & CacheWriteAttrs };

/** How a cache is written. */
export interface CacheWriteAttrs extends CompressionAttrs {
  /** `max` to write the results of all steps, not those of the last ones alone. @default 'min' */
  readonly mode?: 'min' | 'max' | undefined;
  /** True to build on where it cannot be written. @default false */
  readonly 'ignore-error'?: Flag | undefined;
  /** False for Docker's media types. @default true */
  readonly 'oci-mediatypes'?: Flag | undefined;
  /** False to write an index, not the manifest of an image. @default true */
  readonly 'image-manifest'?: Flag | undefined;
}

/** A cache in a registry. */
export interface RegistryCacheAttrs {
  /** Name with its tag. */
  readonly ref: string;
  /** True for plain HTTP, or TLS that is not checked. @default false */
  readonly 'registry.insecure'?: Flag | undefined;
}

/** A cache that is written to an OCI layout in a folder of this machine. */
export interface LocalCacheAttrs {
  /** Path of the folder. */
  readonly dest: string;
  /** The tag that it has in the layout. @default 'latest' */
  readonly tag?: string | undefined;
  /** True to remove what no tag leads to any more. @default false */
  readonly reset?: Flag | undefined;
}

/** A cache that is read from an OCI layout in a folder of this machine. */
export interface LocalCacheSourceAttrs {
  /** Path of the folder. */
  readonly src: string;
  /** The tag that it has in the layout. @default 'latest' */
  readonly tag?: string | undefined;
  /** Digest of its manifest. @default - the one with the tag */
  readonly digest?: string | undefined;
}

/** The cache of GitHub Actions. Its variables say what is not given. */
export interface GhaCacheAttrs {
  /** Caches of one name replace each other. @default 'buildkit' */
  readonly scope?: string | undefined;
  /** @default ACTIONS_CACHE_URL, else ACTIONS_RESULTS_URL */
  readonly url?: string | undefined;
  /** @default ACTIONS_RESULTS_URL, where ACTIONS_CACHE_SERVICE_V2 is set */
  readonly url_v2?: string | undefined;
  /** @default ACTIONS_RUNTIME_TOKEN */
  readonly token?: string | undefined;
  /** Of GitHub's service. @default - what the URLs say */
  readonly version?: '1' | '2' | undefined;
  /** A token that may ask GitHub's API, which tells of more caches. @default - none */
  readonly ghtoken?: string | undefined;
  /** `owner/name`, where there is a `ghtoken`. @default - none */
  readonly repository?: string | undefined;
  /** How long it may take, in Go's words. @default '10m' */
  readonly timeout?: string | undefined;
}

/** A cache in a bucket of S3, or of what speaks its protocol. */
export interface S3CacheAttrs {
  readonly bucket: string;
  /** @default AWS_REGION, else AWS_DEFAULT_REGION */
  readonly region?: string | undefined;
  /** Name of the manifest, or names with semicolons. @default 'buildkit' */
  readonly name?: string | undefined;
  /** @default '' */
  readonly prefix?: string | undefined;
  /** @default 'blobs/' */
  readonly blobs_prefix?: string | undefined;
  /** @default 'manifests/' */
  readonly manifests_prefix?: string | undefined;
  /** @default - that of AWS */
  readonly endpoint_url?: string | undefined;
  /** @default AWS_ACCESS_KEY_ID, else what the daemon has */
  readonly access_key_id?: string | undefined;
  /** @default AWS_SECRET_ACCESS_KEY, else what the daemon has */
  readonly secret_access_key?: string | undefined;
  /** @default AWS_SESSION_TOKEN, else what the daemon has */
  readonly session_token?: string | undefined;
  /** True where the bucket stands in the path. @default false */
  readonly use_path_style?: Flag | undefined;
  /** After which time a blob that is used is marked so, in Go's words. @default '24h' */
  readonly touch_refresh?: string | undefined;
  /** How many layers are sent at once. @default 4 */
  readonly upload_parallelism?: number | string | undefined;
  /** True where a server does not sign with this header. @default false */
  readonly disable_accept_encoding?: Flag | undefined;
  /** @default 'standard' */
  readonly retry_mode?: 'standard' | 'adaptive' | undefined;
  /** @default 3 */
  readonly retry_max_attempts?: number | string | undefined;
}

/** A cache in Azure's blob storage. */
export interface AzblobCacheAttrs {
  readonly account_url: string;
  /** @default - that of the URL */
  readonly account_name?: string | undefined;
  /** @default 'buildkit-cache' */
  readonly container?: string | undefined;
  /** Name of the manifest, or names with semicolons. @default 'buildkit' */
  readonly name?: string | undefined;
  /** @default '' */
  readonly prefix?: string | undefined;
  /** @default 'blobs/' */
  readonly blobs_prefix?: string | undefined;
  /** @default 'manifests/' */
  readonly manifests_prefix?: string | undefined;
  /** @default - what the daemon has */
  readonly secret_access_key?: string | undefined;
}

const PREFIXES: AttrTable = {
  name: 'text',
  prefix: 'text',
  blobs_prefix: 'text',
  manifests_prefix: 'text',
};

/** What both sides of a cache take, and what it cannot do without. */
const BACKENDS: Readonly<Record<string, { readonly attrs: AttrTable; readonly needs?: string }>> = {
  registry: { attrs: { ref: 'text', 'registry.insecure': 'flag' }, needs: 'ref' },
  gha: {
    attrs: {
      scope: 'text',
      url: 'text',
      url_v2: 'text',
      token: 'text',
      version: ['1', '2'],
      repository: 'text',
      ghtoken: 'text',
      timeout: 'text',
    },
  },
  s3: {
    attrs: {
      ...PREFIXES,
      bucket: 'text',
      region: 'text',
      endpoint_url: 'text',
      access_key_id: 'text',
      secret_access_key: 'text',
      session_token: 'text',
      use_path_style: 'flag',
      touch_refresh: 'text',
      upload_parallelism: 'number',
      disable_accept_encoding: 'flag',
      retry_mode: ['standard', 'adaptive'],
      retry_max_attempts: 'number',
    },
    needs: 'bucket',
  },
  azblob: {
    attrs: {
      ...PREFIXES,
      account_url: 'text',
      account_name: 'text',
      container: 'text',
      secret_access_key: 'text',
    },
    needs: 'account_url',
  },
};

const WRITE: AttrTable = {
  ...COMPRESSION_ATTRS,
  mode: ['min', 'max'],
  'ignore-error': 'flag',
  'oci-mediatypes': 'flag',
  'image-manifest': 'flag',
};

/** Where a cache is used. */
export type CacheSide = 'from' | 'to';

/** @see BuildKit cache/remotecache */
function backend(type: string, side: CacheSide) {
  if (type === 'local') {
    return side === 'from'
      ? { attrs: { src: 'text', tag: 'text', digest: 'text' } as AttrTable, needs: 'src' }
      : {
          attrs: { ...WRITE, dest: 'text', tag: 'text', reset: 'flag' } as AttrTable,
          needs: 'dest',
        };
  }
  if (type === 'inline' && side === 'to') return { attrs: { mode: ['min'] } as AttrTable };
  const known = BACKENDS[type];
  if (known === undefined || side === 'from') return known;
  return { ...known, attrs: { ...known.attrs, ...WRITE } };
}

/** What is wrong with a cache. Values are not shown: there may be secrets among them. */
export function cacheProblems(side: CacheSide, type: string, attrs: object = {}): AttrProblem[] {
  const found = backend(type, side);
  if (found === undefined) {
    const types = [...Object.keys(BACKENDS), 'local', ...(side === 'to' ? ['inline'] : [])];
    const isInline = type === 'inline';
    return [
      {
        message: `has no type "${type}"`,
        expected: types.join(', '),
        ...(isInline
          ? { fix: 'an inline cache is read by type=registry with the image as "ref"' }
          : {}),
      },
    ];
  }
  const { needs } = found;
  const isMissing =
    needs !== undefined && !Object.entries(attrs).some(([k, v]) => k === needs && v);
  return [
    ...attrProblems(attrs, found.attrs).map(({ got, ...problem }) =>
      /secret|token|key/.test(problem.message) || got === undefined ? problem : { ...problem, got },
    ),
    ...(isMissing ? [{ message: `needs "${needs}"`, expected: `${needs}=…` }] : []),
  ];
}
