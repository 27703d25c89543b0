import { randomUUID } from 'node:crypto';
import type { DebianArchiveProps } from '../../constructs';
import type { PackageSpec } from './debian-package';
import { onBoth, type ServedDebian, SNAPSHOT, type SuiteSpecs, serveDebian } from './served-debian';
import { type TinyProgram, tinyProgram } from './tiny-program';

/** The architecture of this machine, by Debian's name. */
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64';

/**
 * Packages of which an image can be built in a moment. The unpacker among them is a program of a few
 * bytes, which unpacks nothing: it says so and is content.
 */
function tinyPackages(unpacker: TinyProgram): PackageSpec[] {
  // A daemon that has fetched a file by its hash once does not fetch it again: every archive has its own.
  const Description = `of the archive ${randomUUID()}`;
  return [
    ...onBoth('base-files', '13', { Description }),
    ...onBoth('libzstd1', '2.0', { Depends: 'libc6', Description }),
    ...onBoth('libc6', '2.41', { Description }),
    {
      name: 'busybox-static',
      version: '1.37',
      architecture: ARCHITECTURE,
      fields: { Description },
      files: {
        'usr/bin/busybox': {
          content: tinyProgram(unpacker),
          mode: 0o755,
        },
      },
    },
  ];
}

/**
 * The archive of {@link tinyPackages}, with something else about it where a suite is named.
 *
 * @param unpacker what the unpacker does instead of being content
 */
export function serveTinyDebian(
  folder: string,
  specs: SuiteSpecs = {},
  unpacker: TinyProgram = { says: 'nothing to unpack\n', exitCode: 0 },
): Promise<ServedDebian> {
  const updates = { packages: [] };
  const trixie = { packages: tinyPackages(unpacker), ...specs.trixie };
  return serveDebian(folder, { 'trixie-updates': updates, ...specs, trixie });
}

/**
 * An app with one image of that archive: the packages as they are unpacked, without what a runtime is
 * held to by programs that this archive has not. And the file that makes the archive's key trusted. */
export function tinyFiles(
  { keyring }: Pick<ServedDebian, 'keyring'>,
  {
    suite = 'trixie',
    packages = ['libzstd1'],
    name = '127.0.0.1:9/tiny',
    archives,
  }: {
    suite?: string;
    packages?: readonly string[];
    name?: string;
    /** Archives beside it. @default - none */
    archives?: readonly DebianArchiveProps[];
  } = {},
): Record<string, string> {
  return {
    'app.js': `
const { App, DebianBase, Image } = require('buildkit-cdk');

class Tiny extends Image {
  constructor(scope, id, props) {
    super(scope, id, props);
    this.base = props.base;
  }
  get sourceDateEpoch() {
    return this.base.base.sourceDateEpoch;
  }
  get isDated() {
    return true;
  }
  lower(target) {
    return { layers: [this.base.layer(target, this)], config: { Entrypoint: ['/usr/bin/hello'] } };
  }
}

const app = new App({ buildPlatform: 'linux/${ARCHITECTURE}' });
const debian = new DebianBase(app, 'debian', { suite: '${suite}', snapshot: '${SNAPSHOT}', archives: ${JSON.stringify(archives)} });
new Tiny(app, 'tiny', {
  base: debian.runtime({ packages: ${JSON.stringify(packages)} }),
  platforms: ['linux/${ARCHITECTURE}'],
  publish: { names: ['${name}'] },
});
app.synth();
`,
    'synth.environment.json': JSON.stringify({ keyrings: [keyring] }),
  };
}

/** The options that name the served archives. */
export function mirrorOptions({ server }: Pick<ServedDebian, 'server'>): string[] {
  const security = `debian-security=${server.mirror('debian-security')}`;
  return ['--mirror', server.mirror('debian'), '--mirror', security];
}
