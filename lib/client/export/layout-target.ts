import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporarySync } from '../../files/temporary';
import { writeFileWhole } from '../../files/write-file';
import { LayoutFolder } from '../content-store/layout-folder';
import { type Descriptor, imagesOf, nameImage } from '../content-store/layout-index';
import { RPC, RpcError } from '../rpc/rpc-error';
import { exportError } from './export-error';
import type { ExporterAnswers, ExportTarget } from './export-target';
import type { Moves } from './moves';

/** A folder whose OCI layout the exporter `oci` adds an image to. Blobs come by the content store. */
export class LayoutTarget implements ExportTarget {
  readonly store: LayoutFolder;
  #isPlaced = false;

  /** @throws BuildError `E_EXPORT` where the folder holds something else */
  constructor(path: string) {
    this.store = new LayoutFolder(path, 'write');
    try {
      imagesOf(path);
    } catch (error) {
      throw exportError(path, error);
    }
  }

  async receive(): Promise<void> {
    throw new RpcError(RPC.FAILED_PRECONDITION, 'a layout comes blob by blob, not as a file');
  }

  place(moves: Moves, answers: ExporterAnswers): void {
    const { path } = this.store;
    try {
      const image = this.store.image(describedIn(answers));
      const names = answers['image.name']?.split(',').map((name) => ({ image: name }));
      for (const file of ['oci-layout', 'index.json']) keepOld(join(path, file), moves);
      nameImage(path, image, names ?? [{ tag: 'latest' }]);
      this.#isPlaced = true;
      moves.onUndo(() => {
        this.#isPlaced = false;
      });
    } catch (error) {
      throw exportError(path, error);
    }
  }

  async discard(): Promise<void> {
    if (!this.#isPlaced) this.store.discard();
  }
}

function describedIn(answers: ExporterAnswers): Descriptor | undefined {
  const text = answers['containerimage.descriptor'];
  return text === undefined ? undefined : JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
}

function keepOld(path: string, moves: Moves): void {
  const old = existsSync(path) ? readFileSync(path) : undefined;
  moves.onUndo(() => {
    if (old === undefined) removeTemporarySync(path);
    else writeFileWhole(path, old);
  });
}
