import { CrateError, type LockedCrate, readCrate } from './crate';

const MAX_CRATES = 20_000;
const VERSIONS = ['3', '4'];
const STRING = /^"([^"\\\p{Cc}]*)"$/u;

/** What is wrong with a Cargo.lock, and where. */
export class CargoLockError extends Error {
  /** From 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * The crates that a Cargo.lock names, without those of its own workspace, sorted.
 *
 * It is read in the one form that Cargo writes it in; anything else is refused, so that nothing is
 * taken for what it is not.
 *
 * @throws CargoLockError
 * @see cargo, src/cargo/core/resolver/encode.rs
 */
export function parseCargoLock(text: string): readonly LockedCrate[] {
  const crates = new Map<string, LockedCrate>();
  for (const { fields, line } of packagesOf(text)) {
    try {
      const { checksum, name = '', source, version = '' } = fields;
      const crate = readCrate(name, version, source, checksum);
      if (crate === undefined) continue;
      const key = `${name} ${version} ${source}`;
      if (crates.has(key)) throw new CrateError(`"${name}" ${version} stands there twice`);
      crates.set(key, crate);
    } catch (error) {
      if (error instanceof CrateError) throw new CargoLockError(line, error.message);
      throw error;
    }
    if (crates.size > MAX_CRATES) throw new CargoLockError(line, `more than ${MAX_CRATES} crates`);
  }
  return [...crates].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, crate]) => crate);
}

interface Package {
  /** Of its header. */
  readonly line: number;
  readonly fields: Record<string, string | undefined>;
}

function packagesOf(text: string): Package[] {
  const packages: Package[] = [];
  const lines = text.split(/\r?\n/);
  let section = '';
  let version: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    const at = index + 1;
    if (line === '' || line.startsWith('#')) continue;
    const [, header] = /^\[(\[[a-z.]+\]|[a-z.]+)\]$/.exec(line) ?? [];
    if (header !== undefined) {
      section = header;
      if (section === '[package]') packages.push({ line: at, fields: Object.create(null) });
      else if (section !== '[patch.unused]') {
        throw new CargoLockError(at, `[${section}] is not of a Cargo.lock of version 3 or 4`);
      }
      continue;
    }
    const [, key = '', value = ''] = /^([a-z]+) = (.+)$/.exec(line) ?? [];
    if (section === '' && key === 'version' && version === undefined) {
      version = value;
      continue;
    }
    const fields = section === '[package]' ? packages.at(-1)?.fields : {};
    if (value === '[') {
      index = endOfList(lines, index);
    } else if (key === '' || fields === undefined || key in fields) {
      throw new CargoLockError(
        at,
        `${JSON.stringify(line.slice(0, 120))} is not what Cargo writes`,
      );
    } else if (key !== 'dependencies') {
      const [, content] = STRING.exec(value) ?? [];
      if (content === undefined) throw new CargoLockError(at, `the value of "${key}" is no string`);
      fields[key] = content;
    }
  }
  if (version === undefined || !VERSIONS.includes(version)) {
    throw new CargoLockError(
      1,
      `version ${version ?? 'none'} of Cargo.lock, where ${VERSIONS.join(' and ')} are known`,
    );
  }
  return packages;
}

/** Dependencies: which crate needs which is Cargo's matter. */
function endOfList(lines: readonly string[], start: number): number {
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    if (line === ']') return index;
    if (!/^"[^"\\\p{Cc}]*",?$/u.test(line)) break;
  }
  throw new CargoLockError(start + 1, 'a list without an end');
}
