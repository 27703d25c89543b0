import { CrateError, formatCrate, type LockedCrate, parseCrate } from '../../cargo';
import { block, list, members, type SchemaReader } from '../../json';
import { type Entries, entrySection } from '../entries';
import { fakeHash } from '../fake-hash';
import type { InputKind } from '../kind';
import { type CargoRequest, describeCargo, cargoKey as key, readCargoRequest } from './request';

/** The crates of a Cargo.lock. */
export interface CargoCratesLock {
  /** The published crate that holds the Cargo.lock. @default - a repository holds it */
  readonly program?: LockedCrate;
  /** Without those of its own workspace, sorted. */
  readonly crates: readonly LockedCrate[];
}

const nouns = ['Cargo.lock', 'Cargo.locks'] as const;
const entries = entrySection({ key, nouns, read: readEntry });

/**
 * Crates by the Cargo.lock of a git repository or of a published crate; one of the app is read by the
 * app itself.
 */
export const CARGO: InputKind<CargoRequest, CargoCratesLock, Entries<CargoCratesLock>> = {
  name: 'cargo',
  key,
  describe: describeCargo,
  readRequest: readCargoRequest,
  fake: (request) => {
    const made = (name: string, version: string): LockedCrate => {
      const sha256 = fakeHash(`${key(request)} ${name}`);
      return { name, version, source: { type: 'registry', id: '', sha256 } };
    };
    const crates = ['libc', 'memchr', 'serde'].map((name) => made(name, '1.0.0'));
    if (request.type === 'git') return { crates };
    const { crate, sha256, version } = request;
    const program = made(crate, version);
    if (sha256 === undefined) return { program, crates };
    return { program: { ...program, source: { type: 'registry', id: '', sha256 } }, crates };
  },
  section: {
    ...entries,
    write: (section, indent) =>
      block(
        indent,
        members(section, ({ crates, program }) => {
          const inner = `${indent}    `;
          return block(`${indent}  `, [
            ...(program === undefined
              ? []
              : [['program', JSON.stringify(formatCrate(program))] as const]),
            ['crates', list(inner, crates.map(formatCrate).sort())],
          ]);
        }),
      ),
  },
};

function readEntry(value: unknown, at: string, schema: SchemaReader): CargoCratesLock {
  const { crates, program } = schema.object(value, at);
  const read = (text: string, place: string): LockedCrate => {
    try {
      return parseCrate(text);
    } catch (error) {
      if (!(error instanceof CrateError)) throw error;
      throw schema.wrong(place, error.message, 'a crate with its hash');
    }
  };
  const texts = schema.texts(crates, `${at}.crates`);
  return {
    ...(program === undefined
      ? {}
      : { program: read(schema.text(program, `${at}.program`), `${at}.program`) }),
    crates: texts.map((text, index) => read(text, `${at}.crates[${index}]`)),
  };
}
