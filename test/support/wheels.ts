import { createHash } from 'node:crypto';
import { type ZipEntry, zipFile } from './zip-file';

/** A wheel that a test makes up. */
export interface MadeWheel {
  readonly name: string;
  readonly version?: string;
  /** `py3-none-any` unless told otherwise. */
  readonly tags?: string;
  /** By path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines of METADATA: `Requires-Dist: six`. */
  readonly metadata?: readonly string[];
  /** Text of entry_points.txt. */
  readonly entryPoints?: string;
}

/** Name of the file. */
export function wheelName({ name, tags = 'py3-none-any', version = '1.0' }: MadeWheel): string {
  return `${name}-${version}-${tags}.whl`;
}

/** The archive, as a builder of wheels packs it. */
export function wheelFile(wheel: MadeWheel): Buffer {
  const { entryPoints, files = {}, metadata = [], name, tags = 'py3-none-any' } = wheel;
  const { version = '1.0' } = wheel;
  const info = `${name}-${version}.dist-info`;
  const all: Record<string, string> = {
    [`${name}.py`]: `VERSION = ${JSON.stringify(version)}\n`,
    ...files,
    [`${info}/METADATA`]: [
      ...['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`],
      ...metadata,
      '',
    ].join('\n'),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: ${tags}\n`,
    ...(entryPoints === undefined ? {} : { [`${info}/entry_points.txt`]: entryPoints }),
  };
  const record = [...Object.keys(all), `${info}/RECORD`].map((path) => `${path},,\n`).join('');
  const entries: ZipEntry[] = Object.entries({ ...all, [`${info}/RECORD`]: record }).map(
    ([path, content]) => ({ path, content, mode: 0o644 }),
  );
  return zipFile(entries);
}

/** Hex. */
export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
