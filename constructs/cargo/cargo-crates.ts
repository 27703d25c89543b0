import type { IConstruct } from 'constructs';
import {
  CargoLockError,
  CRATES_IO,
  cratePath,
  crateUrl,
  type GitSource,
  type LockedCrate,
  parseCargoLock,
  type RegistrySource,
} from '../../lib/cargo';
import type { BuildError } from '../../lib/errors';
import { CARGO } from '../../lib/inputs/cargo/kind';
import { type FileAction, git, http, mkfile, type State, scratch } from '../../lib/llb';
import { optional, type PropsOf, RELATIVE_PATH, record, shape, text } from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import { FILE_DATE } from '../core/file-options';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { READABLE_SOURCE } from '../source/lock-files';

const CARGO_CRATES_PROPS = shape({
  /** Files with a Cargo.lock: of the app, or of a git repository. */
  source: READABLE_SOURCE,
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

/** Properties of {@link CargoCrates}. */
export interface CargoCratesProps extends PropsOf<typeof CARGO_CRATES_PROPS> {}

/** Where the crates are when Cargo runs: the settings name it. */
export const VENDOR = '/cargo/vendor';

/** The name that a crate has as the one file of its source. */
const FILE = 'crate';

/**
 * All crates that a Cargo.lock names. `CargoProgram` compiles with them. As an artifact they are for
 * stages of one's own: mounted at `/cargo/vendor`, for
 * `cargo --config /cargo/vendor/config.toml build --offline`.
 *
 * Each crate of a registry becomes an `http` source with the checksum that Cargo.lock has, each git
 * repository a `git` source at the commit. One `FileOp` unpacks them into the layout of
 * `cargo vendor`: no program runs. The Cargo.lock of a git repository is read by `synth lock`.
 *
 * @see The Cargo Book, "Source Replacement", Directory Sources
 */
export class CargoCrates extends ArtifactConstruct {
  private readonly props: CargoCratesProps;

  constructor(scope: IConstruct, id: string, props: CargoCratesProps) {
    super(scope, id);
    this.props = props;
  }

  /** Folder of Cargo.lock in the source; empty for its root. @internal */
  get folder(): string {
    return this.props.directory ?? '';
  }

  override check(): readonly BuildError[] {
    return this.checkProps(CARGO_CRATES_PROPS, this.props);
  }

  /** The files with the Cargo.lock. @internal */
  sources(target: Target): State {
    return lowerArtifact(this.props.source, target, this);
  }

  /** The crates; undefined while they are not locked. @internal */
  locked(target: Target): readonly LockedCrate[] | undefined {
    const files = this.props.source.lockFiles(target, this.folder, ['Cargo.lock']);
    if (files === undefined) return undefined;
    if (files.type === 'git') {
      const { type: _, ...request } = files;
      return target.ask(this, CARGO, request)?.crates;
    }
    const lock = files.texts.get('Cargo.lock');
    if (lock === undefined) {
      throw this.error('E_CARGO_LOCK', `there is no Cargo.lock in "${files.folder}"`, {
        fix: 'make it with "cargo generate-lockfile", or name its folder with "directory"',
      });
    }
    try {
      return parseCargoLock(lock);
    } catch (error) {
      if (!(error instanceof CargoLockError)) throw error;
      throw this.error('E_CARGO_LOCK', `Cargo.lock cannot be taken: ${error.message}`, {
        got: `line ${error.line} of ${files.folder}/Cargo.lock`,
      });
    }
  }

  /** A folder for each source of crates, and `config.toml` with the settings that name them. */
  lower(target: Target): State {
    const build = target.for(target.build);
    return build.once(this, () => {
      const crates = this.locked(build);
      if (crates === undefined) return scratch();
      const sources = bySource(crates);
      let action = mkfile('/config.toml', 0o644, configOf(sources), { timestamp: FILE_DATE });
      sources.forEach(({ crates: ofSource }, index) => {
        action = action.mkdir(`/${index}`, 0o755, { timestamp: FILE_DATE });
        for (const crate of ofSource) action = this.addCrate(action, crate, `/${index}`, build);
      });
      const customName = `vendor ${crates.length} crates`;
      return scratch().file(action, { customName, source: this.source });
    });
  }

  private addCrate(
    action: FileAction,
    crate: LockedCrate,
    folder: string,
    target: Target,
  ): FileAction {
    const { name, source, version } = crate;
    const place = `${folder}/${name}-${version}`;
    const isFetched = source.type === 'registry';
    const content = isFetched
      ? action.copy(this.fetched(crate, source, target), `/${FILE}`, folder, {
          attemptUnpack: true,
        })
      : action.copy(this.checkedOut(source), `/${this.props.gitDirectories?.[name] ?? ''}`, place, {
          copyDirContentsOnly: true,
          createDestPath: true,
          excludePatterns: ['**/.git'],
        });
    // Without hashes of single files: the daemon has checked the whole.
    const checksum = { files: {}, package: isFetched ? source.sha256 : null };
    return content.mkfile(`${place}/.cargo-checksum.json`, 0o644, JSON.stringify(checksum), {
      timestamp: FILE_DATE,
    });
  }

  private fetched(crate: LockedCrate, { id, sha256 }: RegistrySource, target: Target): State {
    const { registries = {} } = this.props;
    const dl = id === '' ? CRATES_IO : Object.hasOwn(registries, id) ? registries[id] : undefined;
    if (dl === undefined) {
      throw this.error(
        'E_CARGO_SOURCE',
        `crate "${crate.name}" is of a registry without an address`,
        {
          got: `"${id}"`,
          expected: 'the address that its index names as "dl"',
          fix: `say it: registries: { '${id}': 'https://…' }`,
        },
      );
    }
    const url = crateUrl(dl, crate);
    if (id === '') target.mirrored(url, { archive: 'crates', path: cratePath(crate), sha256 });
    return http(url, { checksum: `sha256:${sha256}`, filename: FILE, source: this.source });
  }

  private checkedOut({ commit, url }: GitSource): State {
    if (/^ssh:/i.test(url)) {
      throw this.error('E_CARGO_SOURCE', 'a crate comes from a git repository by ssh', {
        got: `"${url}"`,
        expected: 'one by https, since nothing says which keys the host has',
        fix: 'name it by https in Cargo.toml, or vendor it',
      });
    }
    return git(url, { ref: commit, skipSubmodules: true, source: this.source });
  }
}

interface CratesOfSource {
  /** What tells Cargo which source is meant; nothing for crates.io. */
  readonly settings: readonly string[];
  readonly crates: LockedCrate[];
}

/** Two sources may have a crate of one name and version, so each has a folder. */
function bySource(crates: readonly LockedCrate[]): CratesOfSource[] {
  const sources = new Map<string, CratesOfSource>();
  for (const crate of crates) {
    const settings = settingsOf(crate);
    const key = settings.join('\n');
    const known = sources.get(key) ?? { settings, crates: [] };
    known.crates.push(crate);
    sources.set(key, known);
  }
  return [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

function settingsOf({ source }: LockedCrate): string[] {
  const set = (name: string, value: string) => `${name} = ${JSON.stringify(value)}`;
  if (source.type === 'git') {
    const { ref, url } = source;
    return [set('git', url), ...(ref === undefined ? [] : [set(...ref)])];
  }
  if (source.id === '') return [];
  return [set('registry', source.id.replace(/^registry\+/, ''))];
}

/** @see The Cargo Book, "Source Replacement" */
function configOf(sources: readonly CratesOfSource[]): string {
  const tables = sources.flatMap(({ settings }, index) => [
    `[source.${settings.length === 0 ? 'crates-io' : `original${index}`}]`,
    ...settings,
    `replace-with = "vendor${index}"`,
    '',
    `[source.vendor${index}]`,
    `directory = "${VENDOR}/${index}"`,
    '',
  ]);
  return tables.join('\n');
}
