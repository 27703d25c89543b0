import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import {
  formatModule,
  GO_PROXY,
  isModulePath,
  isModuleVersion,
  parseSumFileName,
  proxyPath,
} from '../../lib/go';
import { GO } from '../../lib/inputs/go/kind';
import type { GoRequest } from '../../lib/inputs/go/request';
import type { GoFile, GoModulesLock } from '../../lib/inputs/go/section';
import { copy, http, type ProgressGroup, type State, scratch } from '../../lib/llb';
import { optional, type PropsOf, RELATIVE_PATH, shape, text } from '../../lib/props';
import { extractArchive } from '../../lib/rootfs';
import { FILE_DATE } from '../core/file-options';
import { LocatedConstruct } from '../core/located-construct';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import { unpacker } from '../debian/unpacker';
import { READABLE_SOURCE } from '../source/lock-files';

const GO_MODULES_PROPS = shape({
  /**
   * Module path: `github.com/coredns/coredns`. Its own archive is the source.
   *
   * @default - `source` is given
   */
  module: optional(text()),
  /**
   * Version of the module: `v1.12.0`.
   *
   * @default - `source` is given
   */
  version: optional(text()),
  /**
   * Hash of the module's archive, as a go.sum has it: `h1:…`.
   *
   * @default - the lock keeps the one that it had when it was locked
   */
  sum: optional(
    text({ pattern: /^h1:[A-Za-z0-9+/]{43}=$/, expected: 'a hash of go.sum: "h1:…="' }),
  ),
  /**
   * Files with a go.mod and a go.sum: of the app, or of a git repository.
   *
   * @default - `module` and `version` are given
   */
  source: optional(READABLE_SOURCE),
  /**
   * Folder of go.mod in the source.
   *
   * @default - its root
   */
  directory: optional(RELATIVE_PATH),
});

/** Properties of {@link GoModules}: `module` and `version`, or `source`. */
export interface GoModulesProps extends PropsOf<typeof GO_MODULES_PROPS> {}

/** The files of a module, by the path that Go has for them below the root of a proxy. */
export interface ModuleFile {
  readonly path: string;
  readonly state: State;
}

/**
 * A Go module, and all modules that it needs: what its own go.sum names. `GoProgram` compiles with them.
 *
 * Each file becomes an `http` source with a checksum, whose URL is that of the public module proxy; a
 * mirror of the environment stands in for it when it is built. That it has the hash of go.sum is
 * checked when it is locked, and by Go when it compiles.
 *
 * @see Go Modules Reference, "GOPROXY protocol"
 */
export class GoModules extends LocatedConstruct {
  private readonly props: GoModulesProps;

  constructor(scope: IConstruct, id: string, props: GoModulesProps) {
    super(scope, id);
    this.props = props;
  }

  /** Folder of go.mod in the source; empty for its root. @internal */
  get directory(): string {
    return this.props.directory ?? '';
  }

  /** Path of the module, where the app says it. @internal */
  get module(): string | undefined {
    return this.props.module;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(GO_MODULES_PROPS, this.props, () => this.checkModule());
  }

  private checkModule(): BuildError[] {
    const { directory, module, source, sum, version } = this.props;
    const ofModule = [module, version].filter((one) => one !== undefined);
    if (source === undefined ? ofModule.length !== 2 : ofModule.length > 0) {
      return [
        this.error('E_GO_MODULE', '"module" and "version" must be given, or "source"', {
          got: `${[...ofModule, ...(source === undefined ? [] : ['a source'])].join(', ') || 'none of them'}`,
          expected: 'a module with its version, or a source that holds one',
        }),
      ];
    }
    if (source === undefined && directory !== undefined) {
      return [this.error('E_GO_MODULE', '"directory" is for a source alone', { got: directory })];
    }
    if (source !== undefined && sum !== undefined) {
      return [this.error('E_GO_MODULE', '"sum" is for a module alone', { got: sum })];
    }
    if (source !== undefined || (isModulePath(module ?? '') && isModuleVersion(version ?? ''))) {
      return [];
    }
    return [
      this.error('E_GO_MODULE', 'the module has no such name', {
        got: formatModule({ path: module ?? '', version: version ?? '' }),
        expected: 'a module path and a whole version: "github.com/coredns/coredns" and "v1.12.0"',
      }),
    ];
  }

  /** The modules; undefined while they are not locked. @internal */
  locked(target: Target): GoModulesLock | undefined {
    const request = this.request(target);
    return request === undefined ? undefined : target.ask(this, GO, request);
  }

  private request(target: Target): GoRequest | undefined {
    const { module = '', source, sum, version = '' } = this.props;
    if (source === undefined) {
      return { type: 'module', module, version, ...(sum === undefined ? {} : { sum }) };
    }
    const files = source.lockFiles(target, this.directory, ['go.mod', 'go.sum']);
    if (files?.type !== 'files') return files;
    const goMod = files.texts.get('go.mod');
    if (goMod === undefined) {
      throw this.error('E_GO_MOD', `there is no go.mod in "${files.folder}"`, {
        expected: 'a module of Go: "go mod init"',
      });
    }
    const goSum = files.texts.get('go.sum') ?? '';
    return { type: 'files', folder: files.folder, goMod, goSum };
  }

  /** Files that a build fetches, as a proxy of modules has them. @internal */
  files({ files, module }: GoModulesLock, target: Target): ModuleFile[] {
    const name = `${module}: fetch ${files.length} files of modules`;
    // What people see as one has one id, which is in no op.
    const group = { id: `go ${this.node.path}`, name };
    return files.map((file) => ({
      path: pathOf(file.name),
      state: this.fetched(file, target, group),
    }));
  }

  /** The files of the module itself. @internal */
  sources(base: DebianBase, { files }: GoModulesLock, target: Target): State {
    const { module: path = '', source, version = '' } = this.props;
    if (source !== undefined) return lowerArtifact(source, target, this);
    const name = formatModule({ path, version });
    const zip = files.find((file) => file.name === name);
    if (zip === undefined) throw this.error('E_LOCK_FORMAT', `${name} is not in its own set`);
    return target.for(target.build).once(
      this,
      () => {
        const unpacked = extractArchive({
          title: name,
          source: this.source,
          tools: unpacker(base, this, target),
          format: 'zip',
          from: this.fetched(zip, target),
          path: `/${FILE}`,
        });
        const inner = copy(unpacked, `/${name}`, '/', {
          copyDirContentsOnly: true,
          timestamp: FILE_DATE,
        });
        return scratch().file(inner, { customName: `source of ${name}`, source: this.source });
      },
      `sources ${base.node.path}`,
    );
  }

  private fetched(
    { name, sha256, size }: GoFile,
    target: Target,
    progressGroup?: ProgressGroup,
  ): State {
    const path = pathOf(name);
    const url = `${GO_PROXY}/${path}`;
    target.mirrored(url, { archive: 'go', path, size, sha256 });
    return http(url, {
      checksum: `sha256:${sha256}`,
      filename: FILE,
      source: this.source,
      ...(progressGroup === undefined ? {} : { progressGroup }),
    });
  }
}

/** Name of each fetched file in its source. */
export const FILE = 'file';

function pathOf(name: string): string {
  const file = parseSumFileName(name);
  // The names of a lock were checked when it was read.
  if (file === undefined) throw new TypeError(`${name} is no file of a module`);
  return proxyPath(file, file.type);
}
