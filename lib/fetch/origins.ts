import { isLanguageArchive, type LANGUAGE_ARCHIVES } from '../environment/mirrors';
import type { ErrorCode } from '../errors';
import { GO_PROXY } from '../go';
import { NPM_REGISTRY } from '../npm';
import { FILE_GONE_FIX } from './archive-file';

/** Where the files of archives come from where no mirror stands in, for messages. */
export interface Origin {
  readonly name: string;
  /** What a file of it is called: `Debian file`. */
  readonly kind: string;
  /** Where no server has a file, and where none answers at all. */
  readonly codes: readonly [gone: ErrorCode, unreachable: ErrorCode];
  readonly expected: string;
  readonly fix: string;
}

const DEBIAN: Origin = {
  name: 'the snapshot archive',
  kind: 'Debian file',
  codes: ['E_DEBIAN_FILE_GONE', 'E_DEBIAN_ARCHIVE_UNREACHABLE'],
  expected: 'a server that has the locked file',
  fix: FILE_GONE_FIX,
};

const LANGUAGES: Readonly<Record<(typeof LANGUAGE_ARCHIVES)[number], Origin>> = {
  crates: {
    name: 'crates.io',
    kind: 'crate',
    codes: ['E_HTTP_STATUS', 'E_HTTP_UNREACHABLE'],
    expected: 'a server that has the crates of Cargo.lock',
    fix: 'make crates.io reachable, or name a mirror of it: --mirror crates=https://…',
  },
  go: {
    name: GO_PROXY,
    kind: 'file',
    codes: ['E_GO_MODULE', 'E_GO_MODULE'],
    expected: 'a module proxy that has what is locked',
    fix: 'name one that keeps it: GOPROXY, or "mirrors" in synth.environment.json',
  },
  pypi: {
    name: 'the public index of Python packages',
    kind: 'wheel',
    codes: ['E_HTTP_STATUS', 'E_HTTP_UNREACHABLE'],
    expected: 'a server that has the locked wheels',
    fix: 'make that index reachable, or name a mirror of its files: --mirror pypi=https://…',
  },
  npm: {
    name: NPM_REGISTRY,
    kind: 'package of npm',
    codes: ['E_NPM_FETCH', 'E_NPM_FETCH'],
    expected: 'a registry that has what is locked',
    fix: 'name one in .npmrc, or a mirror: --mirror npm=https://…',
  },
};

/** Of an archive. */
export const originOf = (archive: string): Origin =>
  isLanguageArchive(archive) ? LANGUAGES[archive] : DEBIAN;
