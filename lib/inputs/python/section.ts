import { block, bytewise, line, list, members, type SchemaReader } from '../../json';
import { parseWheelName } from '../../python/wheel-name';
import { own, unusedPlaces } from '../entries';
import { type PythonRequest, requestKey } from './request';

/** The section `python` of the lock: sets of wheels, and the wheels of all of them once. */
export interface PythonSection {
  /** URLs of wheels, sorted, by what was asked for. */
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** By URL. */
  readonly files: Readonly<Record<string, WheelFileLock>>;
}

/** One wheel. */
export interface WheelFileLock {
  /** Bytes. @default - its server does not say */
  readonly size?: number;
  /** Hex. */
  readonly sha256: string;
}

/** A wheel of the answer. */
export interface LockedWheel extends WheelFileLock {
  /** Ends with the name of the wheel. */
  readonly url: string;
}

/** The answer to a request. */
export interface PythonPackagesLock {
  /** Sorted by URL. */
  readonly wheels: readonly LockedWheel[];
}

export const EMPTY_SECTION: PythonSection = { sets: {}, files: {} };

/** Name of the file behind a URL. */
export function filenameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
}

/** Checks a section that was read from a file. */
export function readSection(value: unknown, at: string, schema: SchemaReader): PythonSection {
  const { files, sets } = schema.object(value, at);
  const known = schema.record(files, `${at}.files`, (file, place): WheelFileLock => {
    const { sha256, size } = schema.object(file, place);
    return {
      ...(size === undefined ? {} : { size: schema.size(size, `${place}.size`) }),
      sha256: schema.text(sha256, `${place}.sha256`, /^[0-9a-f]{64}$/),
    };
  });
  for (const url of Object.keys(known)) {
    if (isWheelUrl(url)) continue;
    throw schema.wrong(`${at}.files`, JSON.stringify(url), 'the http or https URL of a wheel');
  }
  return {
    sets: schema.record(sets, `${at}.sets`, (set, place) => {
      const urls = schema.texts(set, place);
      const [lost] = urls.filter((url) => !Object.hasOwn(known, url));
      if (lost === undefined) return urls;
      throw schema.wrong(place, JSON.stringify(lost), `a file of "${at}.files"`);
    }),
    files: known,
  };
}

function isWheelUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s@#]+$/.test(text) || !URL.canParse(text)) return false;
  try {
    return parseWheelName(filenameOf(text)) !== undefined;
  } catch {
    return false;
  }
}

/** The section as JSON: a line for each file, and for each file of a set. */
export function writeSection({ files, sets }: PythonSection, indent: string): string {
  const inner = `${indent}  `;
  return block(indent, [
    [
      'sets',
      block(
        inner,
        members(sets, (urls) => list(`${inner}  `, [...urls].sort(bytewise))),
      ),
    ],
    [
      'files',
      block(
        inner,
        members(files, ({ sha256, size }) => line({ size, sha256 })),
      ),
    ],
  ]);
}

/** The answer, or undefined where the section has none. */
export function findLocked(
  section: PythonSection,
  request: PythonRequest,
): PythonPackagesLock | undefined {
  const urls = own(section.sets, requestKey(request));
  const wheels = urls?.flatMap((url) => {
    const file = own(section.files, url);
    return file === undefined ? [] : [{ url, ...file }];
  });
  return wheels === undefined || wheels.length !== urls?.length ? undefined : { wheels };
}

/** The section with one more answer. */
export function addLocked(
  section: PythonSection,
  request: PythonRequest,
  { wheels }: PythonPackagesLock,
): PythonSection {
  const urls = wheels.map(({ url }) => url).sort(bytewise);
  const added = wheels.map(({ url, ...file }) => [url, file] as const);
  return {
    sets: { ...section.sets, [requestKey(request)]: urls },
    files: { ...section.files, ...Object.fromEntries(added) },
  };
}

/** What none of the requests asks for, as places in the section. */
export function findUnused(
  { files, sets }: PythonSection,
  requests: readonly PythonRequest[],
): string[] {
  const asked = new Set(requests.map(requestKey));
  const used = new Set(Object.entries(sets).flatMap(([key, urls]) => (asked.has(key) ? urls : [])));
  return [...unusedPlaces('sets', sets, asked), ...unusedPlaces('files', files, used)];
}
