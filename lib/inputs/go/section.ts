import { parseSumFileName } from '../../go';
import { block, bytewise, line, list, members, type SchemaReader } from '../../json';
import { own, unusedPlaces } from '../entries';
import { type GoRequest, ownZip, requestKey } from './request';

/** The section `go` of the lock: sets of modules, and the files of all of them once. */
export interface GoSection {
  /** By what was asked for: `github.com/coredns/coredns@v1.12.0`. */
  readonly sets: Readonly<Record<string, GoSetLock>>;
  /** By name: `golang.org/x/text@v0.21.0` for the zip, and with `/go.mod` for the other. */
  readonly files: Readonly<Record<string, GoFileLock>>;
}

/** The modules that one module needs. */
export interface GoSetLock {
  /** Path of the module that needs them. */
  readonly module: string;
  /** Its line `go`. @default - it has none */
  readonly go?: string;
  /** Names of files, sorted: those of go.sum, and those of a module that is fetched itself. */
  readonly files: readonly string[];
}

/** One file of a module proxy. */
export interface GoFileLock {
  /** `h1:…`, as go.sum has it. */
  readonly h1: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** Of a go.mod, its line `go`. @default - it is a zip archive, or has none */
  readonly go?: string;
}

/** A file of the answer. */
export interface GoFile extends GoFileLock {
  /** Key in the section. */
  readonly name: string;
}

/** The answer to a request. */
export interface GoModulesLock extends Omit<GoSetLock, 'files'> {
  /** Sorted by name. */
  readonly files: readonly GoFile[];
}

export const EMPTY_SECTION: GoSection = { sets: {}, files: {} };

const H1 = /^h1:[A-Za-z0-9+/]{43}=$/;
const SHA256 = /^[0-9a-f]{64}$/;
const GO = /^\d+(?:\.\d+){0,2}(?:(?:rc|beta)\d+)?$/;

/** Checks a section that was read from a file. */
export function readSection(value: unknown, at: string, schema: SchemaReader): GoSection {
  const { files, sets } = schema.object(value, at);
  const known = schema.record(files, `${at}.files`, readFile);
  for (const name of Object.keys(known)) {
    if (parseSumFileName(name) === undefined) {
      throw schema.wrong(
        `${at}.files`,
        JSON.stringify(name),
        'the name of a module with a version',
      );
    }
  }
  return {
    sets: schema.record(sets, `${at}.sets`, (set, place) => {
      const read = readSet(set, place, schema);
      const [lost] = read.files.filter((name) => !Object.hasOwn(known, name));
      if (lost === undefined) return read;
      throw schema.wrong(`${place}.files`, JSON.stringify(lost), `a file of "${at}.files"`);
    }),
    files: known,
  };
}

function readSet(value: unknown, at: string, schema: SchemaReader): GoSetLock {
  const { files, go, module } = schema.object(value, at);
  return {
    module: schema.text(module, `${at}.module`),
    ...(go === undefined ? {} : { go: schema.text(go, `${at}.go`, GO) }),
    files: schema.texts(files, `${at}.files`),
  };
}

function readFile(value: unknown, at: string, schema: SchemaReader): GoFileLock {
  const { go, h1, sha256, size } = schema.object(value, at);
  return {
    h1: schema.text(h1, `${at}.h1`, H1),
    size: schema.size(size, `${at}.size`),
    sha256: schema.text(sha256, `${at}.sha256`, SHA256),
    ...(go === undefined ? {} : { go: schema.text(go, `${at}.go`, GO) }),
  };
}

/** The section as JSON: a line for each file, and for each file of a set. */
export function writeSection({ files, sets }: GoSection, indent: string): string {
  const inner = `${indent}  `;
  const setBlocks = members(sets, ({ files: names, go, module }) =>
    block(`${inner}  `, [
      ['module', JSON.stringify(module)],
      ...(go === undefined ? [] : [['go', JSON.stringify(go)] as const]),
      ['files', list(`${inner}    `, [...names].sort(bytewise))],
    ]),
  );
  const fileLines = members(files, ({ go, h1, sha256, size }) => line({ h1, size, sha256, go }));
  return block(indent, [
    ['sets', block(inner, setBlocks)],
    ['files', block(inner, fileLines)],
  ]);
}

/** The answer, or undefined where the section has none. */
export function findLocked(section: GoSection, request: GoRequest): GoModulesLock | undefined {
  const set = own(section.sets, requestKey(request));
  if (set === undefined) return undefined;
  const files: GoFile[] = [];
  for (const name of set.files) {
    const file = own(section.files, name);
    if (file === undefined) return undefined;
    files.push({ name, ...file });
  }
  const isOther =
    request.type === 'module' &&
    request.sum !== undefined &&
    own(section.files, ownZip(request))?.h1 !== request.sum;
  return isOther ? undefined : { ...set, files };
}

/** The section with one more answer. */
export function addLocked(
  section: GoSection,
  request: GoRequest,
  { files, ...set }: GoModulesLock,
): GoSection {
  const names = files.map(({ name }) => name).sort(bytewise);
  const added = files.map(({ name, ...file }) => [name, file] as const);
  return {
    sets: { ...section.sets, [requestKey(request)]: { ...set, files: names } },
    files: { ...section.files, ...Object.fromEntries(added) },
  };
}

/** What none of the requests asks for, as places in the section. */
export function findUnused({ files, sets }: GoSection, requests: readonly GoRequest[]): string[] {
  const asked = new Set(requests.map(requestKey));
  const used = new Set<string>();
  for (const [key, set] of Object.entries(sets)) {
    if (asked.has(key)) for (const name of set.files) used.add(name);
  }
  return [...unusedPlaces('sets', sets, asked), ...unusedPlaces('files', files, used)];
}
