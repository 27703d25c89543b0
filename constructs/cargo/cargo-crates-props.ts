import { optional, type PropsOf, RELATIVE_PATH, record, shape, text } from '../../lib/props';
import { READABLE_SOURCE } from '../source/lock-files';

/** What fits {@link CargoCratesProps}. */
export const CARGO_CRATES_PROPS = shape({
  /**
   * Files with a Cargo.lock: of the app, or of a git repository.
   *
   * @default - `crate` and `version` are given
   */
  source: optional(READABLE_SOURCE),
  /**
   * Name of a program on crates.io: `ripgrep`. Its own archive is the source, and holds the Cargo.lock.
   *
   * @default - `source` is given
   */
  crate: optional(text()),
  /**
   * Version of the crate: `14.1.1`.
   *
   * @default - `source` is given
   */
  version: optional(text()),
  /**
   * Hex sha256 of the crate's archive.
   *
   * @default - the lock keeps the one that it had when it was locked
   */
  sha256: optional(text({ pattern: /^[0-9a-f]{64}$/, expected: '64 hex digits in lower case' })),
  /**
   * Folder of Cargo.lock in the source.
   *
   * @default - its root
   */
  directory: optional(RELATIVE_PATH),
  /**
   * Where registries beside crates.io give out crates, by the name that they have in Cargo.lock:
   * `{ 'sparse+https://crates.example.org/index/': 'https://crates.example.org/dl' }`. It is `dl` of
   * the `config.json` of their index, with its markers.
   *
   * @default {}
   */
  registries: optional(
    record(
      text({
        pattern: /^(?:registry|sparse)\+https?:\/\/\S+$/,
        expected: 'a registry as Cargo.lock has it: "sparse+https://crates.example.org/index/"',
      }),
      text({ pattern: /^https?:\/\/[^\s@]+$/, expected: 'a URL without credentials' }),
    ),
  ),
  /**
   * Folders of crates in their git repositories, by their names, where that is not the root.
   *
   * @default {}
   */
  gitDirectories: optional(
    record(text({ pattern: /^[\w-]+$/, expected: 'the name of a crate' }), RELATIVE_PATH),
  ),
});

/** Properties of {@link CargoCrates}: `crate` and `version`, or `source`. */
export interface CargoCratesProps extends PropsOf<typeof CARGO_CRATES_PROPS> {}
