import type { IConstruct } from 'constructs';
import { bindMount, mkfile, type State, scratch } from '../../lib/llb';
import { formatPlatform } from '../../lib/oci/platform';
import { readPackageFile } from '../../lib/package';
import { FILE_DATE, parentOf } from '../core/file-options';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import { debianArchitecture } from '../debian/platform';
import { goCommand } from '../go/go-command';
import { goEnvironment } from '../go/go-environment';
import { findToolchain } from '../go/go-toolchain';
import { stageEnvironment } from '../stage/stage-environment';

/** A program in Go that this package ships the sources of, in a folder beside. */
export interface OwnProgram {
  /** Its name, and that of its folder. */
  readonly name: string;
  /** Its files in Go. */
  readonly files: readonly string[];
  /** Absolute path in images. */
  readonly place: string;
  /** Tags that it is compiled with; each set of them is a program of its own. */
  readonly tags?: readonly string[];
}

/**
 * A program of this package, one for all images of a base.
 *
 * Becomes one exec of `go build` without network on the build platform, of sources that this package
 * ships and that need nothing but Go; and a tree that holds the static program alone.
 */
export function ownProgram(
  program: OwnProgram,
  debian: DebianBase,
  owner: IConstruct,
  target: Target,
): State {
  const { name, place, tags = [] } = program;
  const packages = debian.minbase({ packages: ['golang-go'] });
  const make = () => {
    const architecture = debianArchitecture(target.platform, owner);
    const build = target.for(target.build);
    const root = packages.root(build, owner);
    const toolchain = findToolchain(packages.lockedPackages(build, owner) ?? []);
    if (toolchain === undefined) return scratch();
    const exec = root.run({
      args: goCommand(toolchain, {
        tags,
        ldflags: ['-s', '-w', '-buildid='],
        output: `/out/${name}`,
        package: '.',
      }),
      cwd: '/src',
      env: {
        ...stageEnvironment(debian.sourceDateEpoch),
        ...goEnvironment(architecture, { proxy: '/nowhere', cache: '/go/build', cgo: false }),
      },
      mounts: [
        bindMount('/out', scratch()),
        bindMount('/src', sources(program), { readonly: true }),
        bindMount('/go/build', scratch(), { forceNoOutput: true }),
      ],
      network: 'none',
      customName: `${name} ${formatPlatform(target.platform)}: go build`,
      source: debian.source,
    });
    const made = parentOf(place).copy(exec.mount('/out'), `/${name}`, place, {
      mode: 0o755,
      timestamp: FILE_DATE,
    });
    return scratch().file(made, { customName: name, source: debian.source });
  };
  return target.once(packages, make, [name, ...tags].join(' '));
}

const known = new Map<string, State>();

/** The files of a package do not change: they are read once. */
function sources({ files, name }: OwnProgram): State {
  const text = (file: string) => readPackageFile(`constructs/image/${name}/${file}`);
  const made =
    known.get(name) ??
    scratch().file(
      files.reduce(
        (all, file) => all.mkfile(`/${file}`, 0o444, text(file)),
        mkfile('/go.mod', 0o444, text('go.mod')),
      ),
      { customName: `sources of the ${name}` },
    );
  known.set(name, made);
  return made;
}
