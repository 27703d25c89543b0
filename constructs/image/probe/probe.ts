import type { IConstruct } from 'constructs';
import { bindMount, mkfile, type State, scratch } from '../../../lib/llb';
import { formatPlatform } from '../../../lib/oci/platform';
import { readPackageFile } from '../../../lib/package';
import { FILE_DATE, parentOf } from '../../core/file-options';
import type { Target } from '../../core/target';
import type { DebianBase } from '../../debian/debian-base';
import { debianArchitecture } from '../../debian/platform';
import { goCommand } from '../../go/go-command';
import { goEnvironment } from '../../go/go-environment';
import { findToolchain } from '../../go/go-toolchain';
import { stageEnvironment } from '../../stage/stage-environment';
import { PROBE } from './place';

const FILES = [
  'main.go',
  'dial.go',
  'http.go',
  'tls.go',
  'no_tls.go',
  'dns.go',
  'grpc.go',
] as const;

/**
 * The program that asks a service whether it works, one for all images of a base.
 *
 * Becomes one exec of `go build` without network on the build platform, of sources that this package
 * ships and that need nothing but Go; and a tree that holds the static program alone.
 */
export function probe(
  debian: DebianBase,
  { tls }: { readonly tls: boolean },
  owner: IConstruct,
  target: Target,
): State {
  const packages = debian.minbase({ packages: ['golang-go'] });
  const make = () => {
    const architecture = debianArchitecture(target.platform, owner);
    const build = target.for(target.build);
    const root = packages.root(build, owner);
    const toolchain = findToolchain(packages.lockedPackages(build, owner) ?? []);
    if (toolchain === undefined) return scratch();
    const exec = root.run({
      args: goCommand(toolchain, {
        tags: tls ? ['tls'] : [],
        ldflags: ['-s', '-w', '-buildid='],
        output: '/out/probe',
        package: '.',
      }),
      cwd: '/src',
      env: {
        ...stageEnvironment(debian.sourceDateEpoch),
        ...goEnvironment(architecture, { proxy: '/nowhere', cache: '/go/build', cgo: false }),
      },
      mounts: [
        bindMount('/out', scratch()),
        bindMount('/src', sources(), { readonly: true }),
        bindMount('/go/build', scratch(), { forceNoOutput: true }),
      ],
      network: 'none',
      customName: `probe ${formatPlatform(target.platform)}: go build`,
      source: debian.source,
    });
    const made = parentOf(PROBE).copy(exec.mount('/out'), '/probe', PROBE, {
      mode: 0o755,
      timestamp: FILE_DATE,
    });
    return scratch().file(made, { customName: 'probe', source: debian.source });
  };
  return target.once(packages, make, tls ? 'probe with TLS' : 'probe');
}

let known: State | undefined;

/** The files of a package do not change: they are read once. */
function sources(): State {
  known ??= scratch().file(
    FILES.reduce(
      (files, name) => files.mkfile(`/${name}`, 0o444, text(name)),
      mkfile('/go.mod', 0o444, text('go.mod')),
    ),
    { customName: 'sources of the probe' },
  );
  return known;
}

function text(name: string): string {
  return readPackageFile(`constructs/image/probe/${name}`);
}
