import {
  type App,
  type IArtifact,
  type IConstruct,
  Image,
  type LoweredImage,
} from '../../constructs';
import { Lowering } from '../../constructs/core/lowering';
import { type BuiltImage, Testing } from '../../constructs/testing';
import type { BuildImageOptions } from '../../constructs/testing/build/build-options';
import { decodeOp } from '../../lib/llb';
import type { FileActionBody } from '../../lib/llb/wire/file';
import { EMPTY_LOCK } from '../../lib/lock/lock-file';

const AMD64 = { os: 'linux', architecture: 'amd64' };

/** An image that is an artifact, as it is: one layer, nothing of a base. */
export class ArtifactImage extends Image {
  readonly sourceDateEpoch = 0;
  private readonly artifact: IArtifact;

  constructor(scope: IConstruct, id: string, artifact: IArtifact) {
    super(scope, id, { platforms: ['linux/amd64'] });
    this.artifact = artifact;
  }

  override get isDated(): boolean {
    return true;
  }

  lower(target: Parameters<IArtifact['lower']>[0]): LoweredImage {
    return { layers: [{ state: this.artifact.lower(target), says: 'files' }], config: {} };
  }
}

/** Builds an artifact alone, on a real daemon. */
export async function buildArtifact(
  address: string,
  make: (app: App) => IArtifact,
  options: BuildImageOptions = {},
): Promise<BuiltImage> {
  const app = Testing.app();
  new ArtifactImage(app, 'artifact', make(app));
  return Testing.build(app, 'artifact', { address, ...options });
}

/** Everything in an artifact, by path: `file 644 0:0 1980-01-01 content`. */
export async function filesOf(
  address: string,
  make: (app: App) => IArtifact,
  options: BuildImageOptions = {},
): Promise<Record<string, string>> {
  const built = await buildArtifact(address, make, options);
  try {
    return await listTree(built);
  } finally {
    await built.close();
  }
}

/** Everything in a built image below a folder. */
export async function listTree(built: BuiltImage, folder = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await built.readdir(folder || '/')) {
    const path = `${folder}/${entry.name}`;
    const says = [entry.type, entry.mode.toString(8), `${entry.uid}:${entry.gid}`];
    if (entry.type !== 'dir') says.push(entry.modTime.toISOString().slice(0, 10));
    if (entry.type === 'file') says.push(await built.readText(path));
    if (entry.type === 'symlink') says.push(entry.target ?? '');
    found[path] = says.join(' ');
    if (entry.type === 'dir') Object.assign(found, await listTree(built, path));
  }
  return found;
}

/** The changes of files that an artifact becomes, in order. */
export function actionsOf(artifact: IArtifact): readonly FileActionBody[] {
  const target = new Lowering(EMPTY_LOCK, AMD64).target(AMD64);
  return artifact
    .lower(target)
    .marshal({ platform: AMD64 })
    .ops.flatMap(({ bytes }) => {
      const { body } = decodeOp(bytes);
      return body?.kind === 'file' ? body.actions.flatMap(({ action }) => action ?? []) : [];
    });
}
