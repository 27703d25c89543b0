import { BuildError } from '../../errors';
import type { BuildExporter } from '../build/request';
import { SESSION } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { Handlers } from '../rpc/server';
import { DirectoryTarget } from './directory-target';
import type { ExportTarget } from './export-target';
import { FileTarget } from './file-target';
import { StreamTarget } from './stream-target';

const FILE_EXPORTERS = ['tar', 'oci', 'docker'];

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
    const hasTargets = this.targets.some((target) => target !== undefined);
    this.handlers = hasTargets ? { [SESSION.fileSend.path]: (call) => this.serve(call) } : {};
  }

  /** What went wrong on this side, which tells more than the daemon's view of it. */
  get error(): unknown {
    return this.failure;
  }

  /** Puts all results in place, or none. Called once the whole build has succeeded. */
  async commit(): Promise<void> {
    await this.settled();
    try {
      for (const target of this.targets) await target?.commit();
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** Removes all that was received, once nothing more arrives. */
  async discard(): Promise<void> {
    await this.settled();
    await Promise.all(this.targets.map((target) => target?.discard()));
  }

  private async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private async serve(call: Parameters<Handlers[string]>[0]): Promise<void> {
    const index = Number(call.metadata.get('buildkit-attachable-exporter-id')?.[0] ?? 0);
    const target = this.targets[index];
    if (target === undefined) {
      throw new RpcError(RPC.NOT_FOUND, `exporter ${index} has no output on this side`);
    }
    const work = target.receive(call);
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

function makeTarget({ type, attrs, output }: BuildExporter): ExportTarget | undefined {
  const wantsFile = FILE_EXPORTERS.includes(type) && attrs.tar !== 'false';
  if (output === undefined) {
    if (wantsFile || type === 'local') throw mismatch(type, 'no output', 'a path for its output');
    return undefined;
  }
  if (wantsFile) {
    return typeof output === 'string' ? new FileTarget(output) : new StreamTarget(output);
  }
  if (type !== 'local') throw mismatch(type, 'an output', 'none: its result stays with the daemon');
  if (typeof output !== 'string') throw mismatch(type, 'a stream', 'the path of a folder');
  if (attrs.mode === 'delete') throw mismatch(type, 'mode "delete"', 'mode "copy"');
  return new DirectoryTarget(output);
}

function mismatch(type: string, got: string, expected: string): BuildError {
  return new BuildError('E_BUILD_REQUEST', `exporter "${type}" cannot be used with ${got}`, {
    got,
    expected,
  });
}
