import { join, resolve } from 'node:path';
import type { Assembly } from '../../../lib/assembly/assembly-reader';
import { localNames } from '../../../lib/assembly/local-sources';
import { ASSEMBLY_VERSION } from '../../../lib/assembly/manifest';
import { ArchiveMirrors } from '../../../lib/build/plan/archive-mirrors';
import { layoutFolders } from '../../../lib/build/plan/layout-folders';
import { MirrorAttempts } from '../../../lib/build/plan/mirror-attempts';
import { prepareLocals } from '../../../lib/build/plan/prepare-locals';
import { type BuildRequest, type Connection, connect, resolveAddress } from '../../../lib/client';
import { type Environment, loadEnvironment } from '../../../lib/environment';
import { parsePlatform } from '../../../lib/oci/platform';
import type { LoweredContent } from '../../app/app';
import type { LoweredPlatformContent } from '../../app/lower-images';
import { imageNamed, platformNamed } from '../find-image';
import type { BuildImageOptions } from './build-options';
import { BuiltImage } from './built-image';
import { holdBuild } from './hold-build';

/** Builds one platform of an image; see `Testing.build`. */
export async function buildImage(
  content: LoweredContent,
  name: string,
  options: BuildImageOptions,
): Promise<BuiltImage> {
  const platform = platformNamed(imageNamed(name, content.images), options.platform);
  const folder = resolve(options.folder ?? '.');
  const environment = loadEnvironment({ folder, env: process.env });
  const address = resolveAddress({ addr: options.address, env: process.env });
  const connection = await connect(address);
  try {
    const assembly = assemblyOf(content, platform, folder);
    const served = {
      locals: await localFolders(assembly, platform, environment),
      ociLayouts: layoutFolders(assembly),
    };
    const mirrors = new ArchiveMirrors(content.archiveFiles, environment);
    return await buildWith(connection, mirrors, platform, served);
  } catch (error) {
    connection.close();
    throw error;
  }
}

type Served = Pick<BuildRequest, 'locals' | 'ociLayouts'>;

/** Where a fetch fails, once more from another mirror. */
async function buildWith(
  connection: Connection,
  mirrors: ArchiveMirrors,
  content: LoweredPlatformContent,
  served: Served,
): Promise<BuiltImage> {
  const attempts = new MirrorAttempts(mirrors);
  for (;;) {
    attempts.begin();
    const request = buildRequest(content, mirrors, served);
    try {
      const { end, files } = await holdBuild(connection, request);
      return new BuiltImage(files, () => end().finally(() => connection.close()));
    } catch (error) {
      if (!(await attempts.replan(error, { onMessage: () => {} }))) throw error;
    }
  }
}

function buildRequest(
  { config, definition, platform: name }: LoweredPlatformContent,
  mirrors: ArchiveMirrors,
  served: Served,
): BuildRequest {
  const platform = parsePlatform(name);
  if (platform === undefined) throw new RangeError(`no platform ${name}`);
  const result = { platform, definition: mirrors.apply(definition), config: Buffer.from(config) };
  return { results: [result], ...served, frontendAttrs: { platform: name } };
}

function assemblyOf(
  { images: _images, tree: _tree, ...manifest }: LoweredContent,
  { definition }: LoweredPlatformContent,
  folder: string,
): Assembly {
  return {
    folder: join(folder, 'synth.out'),
    manifest: { version: ASSEMBLY_VERSION, images: [], ...manifest },
    readDefinition: () => definition.toBytes(),
    readConfig: () => new Uint8Array(),
  };
}

function localFolders(
  assembly: Assembly,
  { definition }: LoweredPlatformContent,
  environment: Environment,
): Promise<Record<string, string>> {
  return prepareLocals(assembly, new Set(localNames(definition)), {
    environment,
    mayFetch: true,
    onMessage: () => {},
    signal: new AbortController().signal,
  });
}
