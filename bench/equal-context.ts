import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../lib/assembly/assembly-reader';
import type { ImageManifest } from '../lib/assembly/manifest';
import { prepareLocals } from '../lib/build/plan/prepare-locals';
import { loadEnvironment } from '../lib/environment';
import { planMirrors } from '../lib/fetch/mirror-plan';
import { Definition } from '../lib/llb/definition/definition';
import { equalDockerfile } from './equal-dockerfile';

/** Writes Dockerfiles that are equal to images of an app, each with its context. */
export class EqualContexts {
  private constructor(
    private readonly assembly: Assembly,
    private readonly mirrors: ReadonlyMap<string, string>,
    private readonly locals: Parameters<typeof equalDockerfile>[1],
  ) {}

  /** @param app folder of the app, whose environment counts */
  static async of(assembly: Assembly, app: string): Promise<EqualContexts> {
    const options = {
      environment: loadEnvironment({ folder: app, env: process.env }),
      mayFetch: true,
      onMessage: (message: string) => console.error(message),
      signal: AbortSignal.timeout(60_000),
    };
    const mirrors = await planMirrors(assembly.manifest.archiveFiles, options);
    return new EqualContexts(assembly, mirrors, await readLocals(assembly, options));
  }

  /** Writes that of an image into a folder; returns its platforms. */
  write(image: ImageManifest, folder: string): string[] {
    const platforms = image.platforms.map((platform) => ({
      architecture: platform.platform.replace(/^linux\//, ''),
      definition: Definition.fromBytes(this.assembly.readDefinition(platform)).mapSources(
        (source) => ({
          ...source,
          identifier: this.mirrors.get(source.identifier) ?? source.identifier,
        }),
      ),
    }));
    const { context, dockerfile } = equalDockerfile(platforms, this.locals);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    for (const [name, content] of context) writeFileSync(join(folder, name), content);
    return image.platforms.map(({ platform }) => platform);
  }
}

/** The one file of each local source. */
async function readLocals(assembly: Assembly, options: Parameters<typeof prepareLocals>[2]) {
  const inputs = Object.entries(assembly.manifest.locals);
  const folders = await prepareLocals(assembly, new Set(inputs.map(([name]) => name)), options);
  return new Map(
    inputs.map(([name, input]) => {
      if (input.type !== 'deb-member') throw new Error(`"${name}" is a folder`);
      return [
        name,
        { file: input.file, content: readFileSync(join(folders[name] ?? '', input.file)) },
      ];
    }),
  );
}
