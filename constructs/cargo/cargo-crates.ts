import type { IConstruct } from 'constructs';
import {
  CargoLockError,
  CRATES_IO,
  cratePath,
  crateUrl,
  type GitSource,
  isCrate,
  type LockedCrate,
  parseCargoLock,
  type RegistrySource,
} from '../../lib/cargo';
import type { BuildError } from '../../lib/errors';
import { CARGO, type CargoCratesLock } from '../../lib/inputs/cargo/kind';
import { copy, type FileAction, git, http, mkfile, type State, scratch } from '../../lib/llb';
import { ArtifactConstruct } from '../core/artifact-construct';
import { FILE_DATE } from '../core/file-options';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { CARGO_CRATES_PROPS, type CargoCratesProps } from './cargo-crates-props';
import { bySource, vendorConfig } from './vendor-config';

/** The name that a crate has as the one file of its source. */
const FILE = 'crate';

/**
 * All crates that a Cargo.lock names. `CargoProgram` compiles with them. As an artifact they are for
 * stages of one's own: mounted at `/cargo/vendor`, for
 * `cargo --config /cargo/vendor/config.toml build --offline`.
 *
 * Each crate of a registry becomes an `http` source with the checksum that Cargo.lock has, each git
 * repository a `git` source at the commit. One `FileOp` unpacks them into the layout of
 * `cargo vendor`: no program runs. The Cargo.lock of a git repository, and that in a crate, is read by
 * `synth lock`.
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
    const { crate, directory = '', version } = this.props;
    return crate === undefined ? directory : `${crate}-${version}`;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(CARGO_CRATES_PROPS, this.props, () => this.checkCrate());
  }

  private checkCrate(): BuildError[] {
    const { crate, directory, sha256, source, version } = this.props;
    const ofCrate = [crate, version].filter((one) => one !== undefined);
    if (source === undefined ? ofCrate.length !== 2 : ofCrate.length > 0) {
      return [
        this.error('E_CARGO_SOURCE', '"crate" and "version" must be given, or "source"', {
          got:
            [...ofCrate, ...(source === undefined ? [] : ['a source'])].join(', ') ||
            'none of them',
          expected: 'a crate with its version, or a source that holds a Cargo.lock',
        }),
      ];
    }
    if (source === undefined && directory !== undefined) {
      return [
        this.error('E_CARGO_SOURCE', '"directory" is for a source alone', { got: directory }),
      ];
    }
    if (source !== undefined && sha256 !== undefined) {
      return [this.error('E_CARGO_SOURCE', '"sha256" is for a crate alone', { got: sha256 })];
    }
    if (source !== undefined || isCrate(crate ?? '', version ?? '')) return [];
    return [
      this.error('E_CARGO_SOURCE', 'the crate has no such name', {
        got: `"${crate}" "${version}"`,
        expected: 'the name of a crate and a whole version: "ripgrep" and "14.1.1"',
      }),
    ];
  }

  /** The files with the Cargo.lock. @internal */
  sources(target: Target): State {
    const { source } = this.props;
    if (source !== undefined) return lowerArtifact(source, target, this);
    const build = target.for(target.build);
    return build.once(this, () => this.unpacked(build), 'source');
  }

  private unpacked(target: Target): State {
    const program = this.answer(target)?.program;
    if (program?.source.type !== 'registry') return scratch();
    const archive = this.fetched(program, program.source, target);
    return scratch().file(copy(archive, `/${FILE}`, '/', { attemptUnpack: true }), {
      customName: `source of ${program.name} ${program.version}`,
      source: this.source,
    });
  }

  /** What the lock says of a repository or a crate. */
  private answer(target: Target): CargoCratesLock | undefined {
    const { crate = '', sha256, source, version = '' } = this.props;
    if (source === undefined) {
      const hash = sha256 === undefined ? {} : { sha256 };
      return target.ask(this, CARGO, { type: 'crate', crate, version, ...hash });
    }
    const files = source.lockFiles(target, this.folder, ['Cargo.lock']);
    return files?.type === 'git' ? target.ask(this, CARGO, files) : undefined;
  }

  /** The crates; undefined while they are not locked. @internal */
  locked(target: Target): readonly LockedCrate[] | undefined {
    const files = this.props.source?.lockFiles(target, this.folder, ['Cargo.lock']);
    if (files?.type !== 'files') return this.answer(target)?.crates;
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
      let action = mkfile('/config.toml', 0o644, vendorConfig(sources), { timestamp: FILE_DATE });
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
