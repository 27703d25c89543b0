import { BuildError } from '../../errors';
import { openStream } from '../../files/open-stream';
import { placeOf } from '../../files/place';
import type { BuildExporter } from '../build/request';
import type { LayoutFolder } from '../content-store/layout-folder';
import { SESSION } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { Handlers, ServerCall } from '../rpc/server';
import { DirectoryTarget } from './directory-target';
import { exportError } from './export-error';
import type { ExporterAnswers, ExportTarget } from './export-target';
import { FileTarget } from './file-target';
import { LayoutTarget } from './layout-target';
import { Moves } from './moves';
import { StreamTarget } from './stream-target';

const FILE_EXPORTERS = ['tar', 'oci', 'docker'];

/** As Go's `strconv.ParseBool`. */
const TRUE = /^(?:1|t|T|TRUE|true|True|)$/;

/** The targets of all exporters of a build, by the exporters' place in the request. */
export class ExportTargets {
  /** Serves `FileSend` for the daemon. */
  readonly handlers: Handlers;
  private readonly targets: readonly (ExportTarget | undefined)[];
  private readonly running = new Set<Promise<void>>();
  private failure: unknown;

  /** @throws BuildError `E_BUILD_REQUEST` for an exporter and an output that do not go together */
  constructor(exporters: readonly BuildExporter[]) {
    this.targets = exporters.map(makeTarget);
    if (this.layouts.length > 1) {
      throw mismatch('oci', 'a second folder', 'one layout in a folder for each build');
    }
    const hasTargets = this.targets.some((target) => target !== undefined);
    this.handlers = hasTargets ? { [SESSION.fileSend.path]: (call) => this.serve(call) } : {};
  }

  /** The layouts in folders that exporters add to. */
  get layouts(): readonly LayoutFolder[] {
    return this.targets.flatMap((target) => (target instanceof LayoutTarget ? [target.store] : []));
  }

  /** What went wrong on this side, which tells more than the daemon's view of it. */
  get error(): unknown {
    return this.failure;
  }

  /**
   * Puts all results in place, or none. Called once the daemon says that the whole build has
   * succeeded, which is not taken for true where something failed on this side.
   *
   * @throws BuildError `E_EXPORT`
   */
  async commit(answers: ExporterAnswers = {}): Promise<void> {
    await this.settled();
    const moves = new Moves();
    try {
      if (this.failure !== undefined) throw notWhole(this.failure);
      for (const target of this.targets) target?.place(moves, answers);
    } catch (error) {
      moves.undo();
      await this.discard();
      throw error;
    }
    moves.keep();
    await this.discard();
  }

  /** Removes all that was received, once nothing more arrives. */
  async discard(): Promise<void> {
    await this.settled();
    await Promise.all(this.targets.map((target) => target?.discard()));
  }

  private async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private async receive(index: number, call: ServerCall): Promise<void> {
    const target = this.targets[index];
    if (target !== undefined) return await target.receive(call);
    throw new RpcError(RPC.NOT_FOUND, `exporter ${index} has no output on this side`);
  }

  private async serve(call: ServerCall): Promise<void> {
    const index = Number(call.metadata.get('buildkit-attachable-exporter-id')?.[0] ?? 0);
    const work = this.receive(index, call);
    this.running.add(work);
    try {
      await work;
    } catch (error) {
      this.failure ??= error;
      throw error;
    } finally {
      this.running.delete(work);
    }
  }
}

/** What failed, as the error of a build that was said to have succeeded. */
function notWhole(failure: unknown): BuildError {
  if (BuildError.is(failure)) return failure;
  const reason = failure instanceof Error ? failure.message : String(failure);
  return new BuildError('E_EXPORT', `the result did not arrive whole: ${reason}`, {
    got: reason,
    fix: 'build again',
    cause: failure,
  });
}

function makeTarget({ type, attrs, output }: BuildExporter): ExportTarget | undefined {
  const isLayout = type === 'oci' && attrs.tar !== undefined && !TRUE.test(attrs.tar);
  const wantsFile = FILE_EXPORTERS.includes(type) && !isLayout;
  if (output === undefined) {
    if (wantsFile || isLayout || type === 'local')
      throw mismatch(type, 'no output', 'a path for its output');
    return undefined;
  }
  if (wantsFile) {
    return typeof output === 'string' ? makeFileTarget(output) : new StreamTarget('stream', output);
  }
  if (type !== 'local' && !isLayout) {
    throw mismatch(type, 'an output', 'none: its result stays with the daemon');
  }
  if (typeof output !== 'string') throw mismatch(type, 'a stream', 'the path of a folder');
  return isLayout ? new LayoutTarget(output) : new DirectoryTarget(output, attrs.mode === 'delete');
}

function makeFileTarget(path: string): ExportTarget {
  try {
    const place = placeOf(path);
    if (place.kind === 'file') return new FileTarget(place);
    return new StreamTarget(path, (signal) => openStream(place, signal));
  } catch (error) {
    throw exportError(path, error);
  }
}

function mismatch(type: string, got: string, expected: string): BuildError {
  return new BuildError('E_BUILD_REQUEST', `exporter "${type}" cannot be used with ${got}`, {
    got,
    expected,
  });
}
