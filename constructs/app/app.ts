import { dirname, resolve } from 'node:path';
import { RootConstruct } from 'constructs';
import { type AssemblyContent, writeAssembly } from '../../lib/assembly/assembly-writer';
import { BuildError, BuildErrors } from '../../lib/errors';
import type { LockFile } from '../../lib/lock/lock-file';
import { missingErrors } from '../../lib/lock/missing-errors';
import { readLock } from '../../lib/lock/read-lock';
import { type Platform, parsePlatform } from '../../lib/oci/platform';
import { checkProps, optional, type PropsOf, propError, shape, text } from '../../lib/props';
import type { Answers } from '../core/lock-answers';
import { Lowering } from '../core/lowering';
import { callerLocation } from '../core/source-location';
import { answerOwnKinds } from './answer-own-kinds';
import { checkFolders } from './check-folders';
import { checkTree } from './check-tree';
import { constructTree, imagesOf, testsOf } from './construct-tree';
import { handOverErrors } from './errors';
import { lockPlace } from './lock-place';
import { type LoweredImageContent, lowerImages } from './lower-images';
import { placeLocals } from './place-locals';

const APP_PROPS = shape({
  /**
   * Folder that the assembly is written to when the app runs by itself; the command line says its
   * own.
   *
   * @default 'synth.out'
   */
  outdir: optional(text({ pattern: /./, expected: 'a folder' })),
  /**
   * Platform that execs run on. It stands in LLB, so it is said, not found out: the same app gives
   * the same bytes on every machine.
   *
   * @default 'linux/amd64'
   */
  buildPlatform: optional(text()),
});

/** Properties of an {@link App}. */
export interface AppProps extends PropsOf<typeof APP_PROPS> {}

/** An app, lowered. */
export interface LoweredApp {
  readonly content: LoweredContent;
  readonly lowering: Lowering;
}

/** The content of the assembly, with the layers of each image. */
export interface LoweredContent extends AssemblyContent {
  readonly images: readonly LoweredImageContent[];
}

/**
 * The root of a tree of constructs: all images of a repository.
 *
 * Becomes the assembly, `synth.out/`.
 */
export class App extends RootConstruct {
  private readonly props: AppProps;
  private readonly source = callerLocation(this);

  constructor(props: AppProps = {}) {
    super();
    this.props = props;
  }

  /**
   * Checks the tree, lowers it with the lock, and writes the assembly. The lock is the file
   * `synth.lock.json` beside the app, or the one that the command line names.
   *
   * Run by the command line, errors are handed over to it. Run by itself, they are thrown.
   *
   * @throws BuildErrors everything that is wrong with the tree, and what the lock does not answer
   */
  synth(): void {
    try {
      const { content, lowering } = this.lower(readLock(lockPlace()));
      const out = resolve(process.env.SYNTH_OUT ?? this.props.outdir ?? 'synth.out');
      // Where it is not the folder itself that a build reads, say for a comparison.
      const place = resolve(process.env.SYNTH_PLACE ?? out);
      const locals = placeLocals(content.locals, dirname(place));
      const layouts = content.layouts && placeLocals(content.layouts, dirname(place));
      checkFolders(place, { ...locals, ...layouts }, lowering.folderLines);
      writeAssembly(out, { ...content, locals, ...(layouts && { layouts }) });
      // The command line reads what is missing in the manifest, for "synth lock" must go on.
      if (process.env.SYNTH_ERRORS_FILE === undefined) {
        BuildErrors.throwIfAny(missingErrors(content.missing));
      }
      answerOwnKinds(content.missing, lowering.kinds());
    } catch (error) {
      handOverErrors(error);
    }
  }

  /**
   * The content of the assembly, without reading or writing anything.
   *
   * Where the lock misses an answer the images have no platforms, and `missing` says what is asked
   * for.
   *
   * @throws BuildErrors everything that is wrong with the tree, or with its packages as locked
   * @internal
   */
  assemble(lock: LockFile): AssemblyContent {
    return this.lower(lock).content;
  }

  /** Lowers the tree with a lock, or with answers from elsewhere. @internal */
  lower(answers: Answers | LockFile): LoweredApp {
    BuildErrors.throwIfAny([...this.checkProps(), ...checkTree(this)]);
    this.node.lock();
    const lowering = new Lowering(answers, this.buildPlatform());
    const lowered = lowerImages(imagesOf(this), testsOf(this), lowering);
    const requests = lowering.requests();
    const missing = lowering.missing();
    const tree = constructTree(this);
    return { content: { ...lowered, requests, missing, tree }, lowering };
  }

  private checkProps(): BuildError[] {
    const { source } = this;
    return checkProps(APP_PROPS, this.props).map((problem) => propError(problem, { source }));
  }

  private buildPlatform(): Platform {
    const { buildPlatform = 'linux/amd64' } = this.props;
    const platform = parsePlatform(buildPlatform);
    if (platform !== undefined) return platform;
    throw new BuildError('E_PLATFORM', 'app: the build platform is none', {
      got: `"${buildPlatform}"`,
      expected: 'os/architecture, e.g. "linux/amd64" or "linux/arm64"',
    });
  }
}
