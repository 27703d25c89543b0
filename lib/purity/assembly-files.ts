import { parseManifest } from '../assembly/assembly-reader';
import type {
  DefinitionManifest,
  Manifest,
  PlatformManifest,
  TreeNode,
} from '../assembly/manifest';
import { Definition } from '../llb/definition/definition';

/** The files of an assembly by their names, read as they are asked for. */
export class AssemblyFiles {
  readonly manifest: Manifest;
  readonly tree: TreeNode | undefined;

  /** @throws BuildError `E_ASSEMBLY_FORMAT` */
  constructor(readonly files: ReadonlyMap<string, Uint8Array>) {
    this.manifest = parseManifest(this.files.get('manifest.json') ?? new Uint8Array());
    this.tree = this.files.has('tree.json') ? JSON.parse(this.text('tree.json')) : undefined;
  }

  /** @throws BuildError `E_LLB_DECODE` */
  definition({ definition }: DefinitionManifest): Definition {
    return Definition.fromBytes(this.files.get(definition) ?? new Uint8Array());
  }

  config({ config }: PlatformManifest): unknown {
    return JSON.parse(this.text(config));
  }

  private text(name: string): string {
    return Buffer.from(this.files.get(name) ?? []).toString('utf8');
  }
}
