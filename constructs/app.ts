import { resolve } from 'node:path';
import { RootConstruct } from 'constructs';
import { type AssemblyContent, writeAssembly } from '../lib/assembly/assembly-writer';
import { checkLock } from '../lib/assembly/lock-check';
import type { LockFile } from '../lib/assembly/lock-file';
import { lockMissingErrors } from '../lib/assembly/lock-missing';
import { readLock } from '../lib/assembly/lock-reader';
import { checkVersions } from '../lib/assembly/version-check';
import { architectureOf, type DebianArchitecture } from '../lib/debian/architecture';
import { BuildError, BuildErrors } from '../lib/errors';
import { parsePlatform } from '../lib/oci/platform';
import { handOverErrors } from './app-errors';
import { checkTree } from './check-tree';
import { collectPackages } from './collect-packages';
import { collectRequests } from './collect-requests';
import { constructTree, imagesOf } from './construct-tree';
import { lowerImages } from './lower-images';

/** Properties of an {@link App}. */
export interface AppProps {
  /**
   * Folder that the assembly is written to when the app runs by itself; the command line says its
   * own.
   *
   * @default 'synth.out'
   */
  readonly outdir?: string;
  /**
   * Platform that execs run on. It stands in LLB, so it is said, not found out: the same app gives
   * the same bytes on every machine.
   *
   * @default 'linux/amd64'
   */
  readonly buildPlatform?: string;
}

/**
 * The root of a tree of constructs: all images of a repository.
 *
 * Becomes the assembly, `synth.out/`.
 */
export class App extends RootConstruct {
  private readonly props: AppProps;

  constructor(props: AppProps = {}) {
    super();
    this.props = props;
  }

  /**
   * Checks the tree, lowers it with the lock, and writes the assembly.
   *
   * Run by the command line, errors are handed over to it. Run by itself, they are thrown.
   *
   * @throws BuildErrors everything that is wrong with the tree, and what the lock does not answer
   */
  synth(): void {
    try {
      const lock = readLock('synth.lock.json');
      const content = this.assemble(lock);
      writeAssembly(resolve(process.env.SYNTH_OUT ?? this.props.outdir ?? 'synth.out'), content);
      // The command line reads what is missing in the manifest, for "synth lock" must go on.
      if (process.env.SYNTH_ERRORS_FILE === undefined) {
        BuildErrors.throwIfAny(lockMissingErrors(content.missing));
      }
    } catch (error) {
      handOverErrors(error);
    }
  }

  /**
   * The content of the assembly, without reading or writing anything.
   *
   * Where the lock misses an answer no image is lowered, and `missing` says what is asked for.
   *
   * @throws BuildErrors everything that is wrong with the tree, or with its packages as locked
   */
  assemble(lock: LockFile): AssemblyContent {
    const build = this.buildArchitecture();
    BuildErrors.throwIfAny(checkTree(this));
    this.node.lock();
    const images = imagesOf(this);
    const requests = collectRequests(images, build);
    const { missing } = checkLock(requests, lock);
    const imagePackages = collectPackages(images);
    // A lock may hold what no "synth lock" would write: merged, or made before an image changed.
    if (missing.length === 0) BuildErrors.throwIfAny(checkVersions(imagePackages, lock));
    const lowered = lowerImages(missing.length === 0 ? images : [], lock, build);
    return { ...lowered, requests, imagePackages, missing, tree: constructTree(this) };
  }

  private buildArchitecture(): DebianArchitecture {
    const { buildPlatform = 'linux/amd64' } = this.props;
    const platform = parsePlatform(buildPlatform);
    const architecture = platform && architectureOf(platform);
    if (architecture === undefined) {
      throw new BuildError('E_PLATFORM', 'app: the build platform is not one that Debian has', {
        got: `"${buildPlatform}"`,
        expected: 'e.g. "linux/amd64" or "linux/arm64"',
      });
    }
    return architecture;
  }
}
