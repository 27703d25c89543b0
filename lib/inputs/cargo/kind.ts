import { CrateError, formatCrate, type LockedCrate, parseCrate } from '../../cargo';
import { block, list, members, type SchemaReader } from '../../json';
import { type Entries, entrySection } from '../entries';
import { fakeHash } from '../fake-hash';
import type { InputKind } from '../kind';

/** The Cargo.lock of a commit of a git repository. */
export interface CargoRequest {
  /** URL of the repository, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Folder of Cargo.lock, relative to the root; empty for the root. */
  readonly folder: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** The crates of a Cargo.lock. */
export interface CargoCratesLock {
  /** Without those of its own workspace, sorted. */
  readonly crates: readonly LockedCrate[];
}

const key = ({ commit, folder, url }: CargoRequest): string =>
  `${url}#${commit}${folder === '' ? '' : `:${folder}`}`;

const nouns = ['Cargo.lock', 'Cargo.locks'] as const;
const entries = entrySection({ key, nouns, read: readEntry });

/** Crates by the Cargo.lock of a git repository; one of the app is read by the app itself. */
export const CARGO: InputKind<CargoRequest, CargoCratesLock, Entries<CargoCratesLock>> = {
  name: 'cargo',
  key,
  describe: ({ commit, folder, url }) =>
    `the Cargo.lock of ${url} at ${commit}${folder === '' ? '' : ` in ${folder}`}`,
  readRequest: (value, at, schema) => {
    const { commit, folder, knownHosts, url } = schema.object(value, at);
    const request = {
      url: schema.text(url, `${at}.url`),
      commit: schema.text(commit, `${at}.commit`, /^[0-9a-f]{40}$/),
      folder: schema.text(folder, `${at}.folder`),
    };
    if (knownHosts === undefined) return request;
    return { ...request, knownHosts: schema.texts(knownHosts, `${at}.knownHosts`) };
  },
  fake: (request) => ({
    crates: ['libc', 'memchr', 'serde'].map((name) => ({
      name,
      version: '1.0.0',
      source: { type: 'registry', id: '', sha256: fakeHash(`${key(request)} ${name}`) },
    })),
  }),
  section: {
    ...entries,
    write: (section, indent) =>
      block(
        indent,
        members(section, ({ crates }) => {
          const inner = `${indent}    `;
          return block(`${indent}  `, [['crates', list(inner, crates.map(formatCrate).sort())]]);
        }),
      ),
  },
};

function readEntry(value: unknown, at: string, schema: SchemaReader): CargoCratesLock {
  const { crates } = schema.object(value, at);
  const texts = schema.texts(crates, `${at}.crates`);
  return {
    crates: texts.map((text, index) => {
      try {
        return parseCrate(text);
      } catch (error) {
        if (!(error instanceof CrateError)) throw error;
        throw schema.wrong(`${at}.crates[${index}]`, error.message, 'a crate with its hash');
      }
    }),
  };
}
