import { createHash } from 'node:crypto';
import type { OtherArchive } from '../../debian/other-archive';
import type { Pin } from '../../debian/policy/pin';
import type { SchemaReader } from '../../json';

/** The dependency closure of a set of Debian packages in a dated archive, for one architecture. */
export interface DebianRequest {
  /** Code name, e.g. `trixie`. */
  readonly suite: string;
  /** Date of the snapshot, `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** Archive components, sorted, e.g. `main`. */
  readonly components: readonly string[];
  /** Suites beside those of the release, sorted, e.g. `backports`. @default [] */
  readonly also?: readonly string[];
  /** Archives beside Debian's own, in the order of preference. @default [] */
  readonly archives?: readonly OtherArchive[];
  /** Which versions are wanted, the first that fits counts. @default [] */
  readonly pins?: readonly Pin[];
  /**
   * Packages that the closure starts from beside `include`: `minbase` is every essential package,
   * every package of priority required, and apt; `none` is nothing.
   */
  readonly variant: 'minbase' | 'none';
  /** Packages whose closure (Pre-Depends and Depends) is wanted, sorted: `name`, `name=version`. */
  readonly include: readonly string[];
  /** What is recommended comes, too. @default false */
  readonly recommends?: boolean;
  /** Names of packages that may not come, sorted. @default [] */
  readonly exclude?: readonly string[];
  /** Debian architecture, e.g. `amd64`. */
  readonly architecture: string;
}

/**
 * The key of the archive of a request in the section: `<suite>@<snapshot>`, and what else decides which
 * version of a package there is, `trixie+backports@<snapshot>, pin nginx release n=trixie-backports 900`.
 */
export function archiveKey(request: DebianRequest): string {
  const { also = [], archives = [], pins = [], suite, snapshot } = request;
  return [
    `${[suite, ...also].join('+')}@${snapshot}`,
    ...archives.map(formatArchive),
    ...pins.map(formatPin),
  ].join(', ');
}

/** As in a sources.list, and a part of the hash of the keyring: whom the answer was trusted by. */
function formatArchive({ components, keyring, suite, url }: OtherArchive): string {
  const hash = createHash('sha256').update(keyring).digest('hex').slice(0, 12);
  return [url, suite, ...components, `signed-by ${hash}`].join(' ');
}

function formatPin({ origin, packages, priority, release, version }: Pin): string {
  const ways = Object.entries({ release, origin, version }).flatMap(([name, value]) =>
    value === undefined ? [] : [name, value],
  );
  return ['pin', ...packages, ...ways, priority].join(' ');
}

/** The key of a request's set within its archive, e.g. `minbase gcc make -perl +recommends (main)`. */
export function setKey(request: DebianRequest): string {
  const { components, exclude = [], include, recommends = false, variant } = request;
  const names = variant === 'none' ? include : [variant, ...include];
  const words = [
    ...names,
    ...exclude.map((name) => `-${name}`),
    ...(recommends ? ['+recommends'] : []),
  ];
  return `${words.join(' ')} (${components.join(' ')})`;
}

/** Reads a request out of a manifest. */
export function readRequest(value: unknown, at: string, schema: SchemaReader): DebianRequest {
  const entry = schema.object(value, at);
  const { architecture, components, include, snapshot, suite, variant } = entry;
  if (variant !== 'minbase' && variant !== 'none') {
    throw schema.wrong(`${at}.variant`, `${JSON.stringify(variant)}`, '"minbase" or "none"');
  }
  return {
    suite: schema.text(suite, `${at}.suite`),
    snapshot: schema.text(snapshot, `${at}.snapshot`),
    components: schema.texts(components, `${at}.components`),
    variant,
    include: schema.texts(include, `${at}.include`),
    ...readOptions(entry, at, schema),
    architecture: schema.text(architecture, `${at}.architecture`),
  };
}

/** What a request may have, and has not where it is as usual. */
function readOptions(
  { also, archives, exclude, pins, recommends }: Readonly<Record<string, unknown>>,
  at: string,
  schema: SchemaReader,
): Partial<DebianRequest> {
  return {
    ...(also === undefined ? {} : { also: schema.texts(also, `${at}.also`) }),
    ...(archives === undefined
      ? {}
      : { archives: schema.list(archives, `${at}.archives`, readArchive) }),
    ...(pins === undefined ? {} : { pins: schema.list(pins, `${at}.pins`, readPin) }),
    ...(recommends === true ? { recommends } : {}),
    ...(exclude === undefined ? {} : { exclude: schema.texts(exclude, `${at}.exclude`) }),
  };
}

function readArchive(value: unknown, at: string, schema: SchemaReader): OtherArchive {
  const { components, keyring, login, suite, url } = schema.object(value, at);
  return {
    url: schema.text(url, `${at}.url`, /^https?:\/\/[^\s?#@]+[^\s?#@/]$/),
    suite: schema.text(suite, `${at}.suite`, /^[A-Za-z0-9./_-]+$/),
    components: schema.texts(components, `${at}.components`),
    keyring: schema.text(keyring, `${at}.keyring`),
    ...(login === true ? { login } : {}),
  };
}

function readPin(value: unknown, at: string, schema: SchemaReader): Pin {
  const { origin, packages, priority, release, version } = schema.object(value, at);
  if (typeof priority !== 'number' || !Number.isInteger(priority)) {
    throw schema.wrong(`${at}.priority`, JSON.stringify(priority) ?? 'nothing', 'a whole number');
  }
  const ways = Object.entries({ release, origin, version }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, schema.text(text, `${at}.${name}`)]],
  );
  return {
    packages: schema.texts(packages, `${at}.packages`),
    ...Object.fromEntries(ways),
    priority,
  };
}
