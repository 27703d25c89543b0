import { join, resolve } from 'node:path';
import { localNames } from '../../../lib/assembly/local-sources';
import { ASSEMBLY_VERSION } from '../../../lib/assembly/manifest';
import { ArchiveMirrors } from '../../../lib/build/plan/archive-mirrors';
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
    const locals = await localFolders(content, platform, folder, environment);
    const mirrors = new ArchiveMirrors(content.archiveFiles, environment);
    return await buildWith(connection, mirrors, platform, locals);
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Where a fetch fails, once more from another mirror. */
async function buildWith(
  connection: Connection,
  mirrors: ArchiveMirrors,
  content: LoweredPlatformContent,
  locals: Readonly<Record<string, string>>,
): Promise<BuiltImage> {
  for (;;) {
    const { version } = mirrors;
    const request = buildRequest(content, mirrors, locals);
    try {
      const { end, files } = await holdBuild(connection, request);
      return new BuiltImage(files, () => end().finally(() => connection.close()));
    } catch (error) {
      if (!(await mirrors.replan(error, version, { onMessage: () => {} }))) throw error;
    }
  }
}

function buildRequest(
  { config, definition, platform: name }: LoweredPlatformContent,
  mirrors: ArchiveMirrors,
  locals: Readonly<Record<string, string>>,
): BuildRequest {
  const platform = parsePlatform(name);
  if (platform === undefined) throw new RangeError(`no platform ${name}`);
  const result = { platform, definition: mirrors.apply(definition), config: Buffer.from(config) };
  return { results: [result], locals, frontendAttrs: { platform: name } };
}

function localFolders(
  { images: _images, tree: _tree, ...manifest }: LoweredContent,
  { definition }: LoweredPlatformContent,
  folder: string,
  environment: Environment,
): Promise<Record<string, string>> {
  const assembly = {
    folder: join(folder, 'synth.out'),
    manifest: { version: ASSEMBLY_VERSION, images: [], ...manifest },
    readDefinition: () => definition.toBytes(),
    readConfig: () => new Uint8Array(),
  } as const;
  return prepareLocals(assembly, new Set(localNames(definition)), {
    environment,
    mayFetch: true,
    onMessage: () => {},
    signal: new AbortController().signal,
  });
}
