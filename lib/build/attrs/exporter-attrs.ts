import type { AttrProblem, AttrTable, Flag } from './attribute';
import { attrProblems, attrTexts, isTrue } from './attribute';

/** How layers are compressed. */
export interface CompressionAttrs {
  /** For layers that are made anew. @default 'gzip' */
  readonly compression?: 'uncompressed' | 'gzip' | 'estargz' | 'zstd' | undefined;
  /** 0 to 9 for gzip and estargz, 0 to 22 for zstd. @default - that of the compression */
  readonly 'compression-level'?: number | string | undefined;
  /** True to compress layers that are there already anew, too. @default false */
  readonly 'force-compression'?: Flag | undefined;
}

/**
 * Annotations, by the names that BuildKit has for their places:
 * `annotation[-manifest|-manifest-descriptor|-index|-index-descriptor][[platform]].<key>`. Without a
 * place it is the manifest; without a platform, those of all.
 */
export interface AnnotationAttrs {
  readonly [annotation: `annotation${'.' | '-' | '['}${string}`]: string | undefined;
}

/** Attributes of all exporters that make an image. */
export interface ImageFormatAttrs extends CompressionAttrs, AnnotationAttrs {
  /** Names of the image with their tags, with commas. @default - those under which it is published */
  readonly name?: string | undefined;
  /** True for OCI media types, false for those of Docker. @default true, and false for `docker` */
  readonly 'oci-mediatypes'?: Flag | undefined;
  /** True to store attestations as OCI artifacts. @default - the daemon decides */
  readonly 'oci-artifact'?: Flag | undefined;
  /** True to keep attestations that are made for images alone. @default true for `image` */
  readonly 'attestation-inline'?: Flag | undefined;
  /** True to keep layers non-distributable that are. @default false */
  readonly 'prefer-nondist-layers'?: Flag | undefined;
  /** Seconds since 1970 that dates are set to. @default - the date of the image */
  readonly 'source-date-epoch'?: number | string | undefined;
  /** True to date files that are newer. @default - where the image is not dated otherwise */
  readonly 'rewrite-timestamp'?: Flag | undefined;
}

/** Attributes of the exporter `image`. */
export interface ImageAttrs extends ImageFormatAttrs {
  /** True to push. @default false */
  readonly push?: Flag | undefined;
  /** True to push the manifest by its digest, under no tag; names must have none then. @default false */
  readonly 'push-by-digest'?: Flag | undefined;
  /** True to push by plain HTTP, or TLS that is not checked. @default false */
  readonly 'registry.insecure'?: Flag | undefined;
  /** True to unpack it in containerd. It excludes `rewrite-timestamp`. @default false */
  readonly unpack?: Flag | undefined;
  /** False to keep it out of the daemon's image store. @default true */
  readonly store?: Flag | undefined;
  /** The image gets the name `<prefix>@<digest>`, too. @default - it does not */
  readonly 'dangling-name-prefix'?: string | undefined;
  /** True to give it that name only where it has no other. BuildKit spells it so. @default false */
  readonly 'danging-name-empty-only'?: Flag | undefined;
  /** True to give it the name `<name>@<digest>`, too. @default false */
  readonly 'name-canonical'?: Flag | undefined;
}

/** Attributes of the exporters `oci` and `docker`. */
export interface ArchiveAttrs extends ImageFormatAttrs {
  /** False to write the layout as a folder, to which blobs are added; for `oci`. @default true */
  readonly tar?: Flag | undefined;
}

/** Attributes of the exporter `tar`. */
export interface FilesAttrs {
  /** Seconds since 1970 that files are dated. @default - the date of the image */
  readonly 'source-date-epoch'?: number | string | undefined;
  /** Beginning of the names of the files with attestations. @default '' */
  readonly 'attestation-prefix'?: string | undefined;
  /** False to put the files of all platforms into one tree. @default true, where there are several */
  readonly 'platform-split'?: Flag | undefined;
}

/** Attributes of the exporter `local`. */
export interface FolderAttrs extends FilesAttrs {
  /** `delete` to remove what is in the folder and not in the result. @default 'copy' */
  readonly mode?: 'copy' | 'delete' | undefined;
}

const COMPRESSION = ['uncompressed', 'gzip', 'estargz', 'zstd'];

/** Of what can be had only with OCI's media types. */
const OCI_COMPRESSION = ['estargz', 'zstd'];

const MAX_LEVEL: Readonly<Record<string, number>> = { zstd: 22 };
const MAX_GZIP_LEVEL = 9;

/** How layers are compressed, for exporters and caches. */
export const COMPRESSION_ATTRS: AttrTable = {
  compression: COMPRESSION,
  'compression-level': 'number',
  'force-compression': 'flag',
};

const IMAGE_FORMAT: AttrTable = {
  ...COMPRESSION_ATTRS,
  name: 'text',
  'oci-mediatypes': 'flag',
  'oci-artifact': 'flag',
  'attestation-inline': 'flag',
  'prefer-nondist-layers': 'flag',
  'source-date-epoch': 'text',
  'rewrite-timestamp': 'flag',
};

const FILES: AttrTable = {
  'source-date-epoch': 'text',
  'attestation-prefix': 'text',
  'platform-split': 'flag',
};

/** @see BuildKit exporter/containerimage/exptypes/keys.go, exporter/oci, exporter/local */
const EXPORTERS: Readonly<Record<ExporterType, AttrTable>> = {
  image: {
    ...IMAGE_FORMAT,
    push: 'flag',
    'push-by-digest': 'flag',
    'registry.insecure': 'flag',
    unpack: 'flag',
    store: 'flag',
    'dangling-name-prefix': 'text',
    'danging-name-empty-only': 'flag',
    'name-canonical': 'flag',
  },
  oci: { ...IMAGE_FORMAT, tar: 'flag' },
  docker: { ...IMAGE_FORMAT, tar: 'flag' },
  tar: FILES,
  local: { ...FILES, mode: ['copy', 'delete'] },
};

/** The exporters of BuildKit whose attributes are known here. */
export type ExporterType = 'image' | 'oci' | 'docker' | 'tar' | 'local';

const IMAGE_TYPES: readonly ExporterType[] = ['image', 'oci', 'docker'];

/** Whether the result of an exporter is an image. */
export function makesImage(type: ExporterType): boolean {
  return IMAGE_TYPES.includes(type);
}

/** As BuildKit reads the name of an annotation. */
const ANNOTATION =
  /^annotation(?:-(?:index|index-descriptor|manifest|manifest-descriptor))?(?:\[[A-Za-z0-9_/-]+\])?\.\S+$/;

/** What is wrong with the attributes of an exporter. */
export function exporterAttrProblems(type: ExporterType, attrs: object = {}): AttrProblem[] {
  const isAnnotation = (name: string) => makesImage(type) && ANNOTATION.test(name);
  return [
    ...attrProblems(attrs, EXPORTERS[type], isAnnotation).map(withOtherExporter),
    ...conflicts(type, attrTexts(attrs)),
  ];
}

/** An attribute that another exporter has is no slip of the keyboard. */
function withOtherExporter(problem: AttrProblem): AttrProblem {
  const [, name = ''] = /^has no attribute "(.*)"$/.exec(problem.message) ?? [];
  if (ANNOTATION.test(name)) return { message: `${problem.message}`, fix: 'annotate an image' };
  const others = Object.entries(EXPORTERS).filter(([, table]) => table[name] !== undefined);
  if (name === '' || others.length === 0) return problem;
  return { ...problem, fix: `it is one of ${others.map(([type]) => `type=${type}`).join(', ')}` };
}

function conflicts(type: ExporterType, attrs: Readonly<Record<string, string>>): AttrProblem[] {
  const { compression = 'gzip', 'compression-level': level } = attrs;
  const max = MAX_LEVEL[compression] ?? MAX_GZIP_LEVEL;
  const problems: AttrProblem[] = [];
  if (level !== undefined && Number(level) > max) {
    problems.push({
      message: `has no "compression-level" of ${level} for ${compression}`,
      expected: `0 to ${max}`,
    });
  }
  const isDockers = attrs['oci-mediatypes'] !== undefined && !isTrue(attrs['oci-mediatypes']);
  if (isDockers && OCI_COMPRESSION.includes(compression)) {
    problems.push({
      message: `has "compression=${compression}", which Docker’s media types do not know`,
      fix: 'leave "oci-mediatypes=false" out, or use compression=gzip',
    });
  }
  if (type === 'docker' && attrs.tar !== undefined && !isTrue(attrs.tar)) {
    problems.push({ message: 'can be written as a file alone', fix: 'use type=oci for a folder' });
  }
  if (isTrue(attrs.unpack) && isTrue(attrs['rewrite-timestamp'])) {
    problems.push({
      message: 'cannot have both "unpack" and "rewrite-timestamp"',
      fix: 'leave one of them out',
    });
  }
  if (isTrue(attrs['push-by-digest'])) {
    const tagged = (attrs.name ?? '').split(',').find((name) => /:[^/]*$/.test(name));
    if (tagged) {
      problems.push({
        message: 'is pushed by its digest, under no tag',
        got: `name "${tagged}"`,
        fix: 'give the name without its tag',
      });
    }
  }
  return problems;
}
