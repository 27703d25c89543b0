import { resolve } from 'node:path';
import { SchemaReader } from '../json';
import { readAsked } from '../lock/read-asked';
import { manifestProblems } from './check-manifest';
import { FolderWatch } from './folder-watch';
import { formatError, parseJson, refuseProblems } from './format-error';
import { checkImageConfig } from './image-config';
import type {
  DefinitionManifest,
  ImageManifest,
  Manifest,
  PlatformManifest,
  WrittenManifest,
} from './manifest';
import { ASSEMBLY_VERSION } from './manifest';
import { readAssemblyFile } from './read-file';

const MANIFEST_FILE = 'manifest.json';

/** A folder that `synth` wrote. */
export interface Assembly {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** The serialised `pb.Definition` of a platform, or of a test. */
  readDefinition(definition: DefinitionManifest): Uint8Array;
  /** The OCI image config of a platform, JSON. */
  readConfig(platform: PlatformManifest): Uint8Array;
}

/**
 * Reads `synth.out/`; definitions and configs only when they are asked for. Nothing that it says is
 * trusted: it may come from elsewhere, damaged or made up.
 *
 * @throws BuildError `E_ASSEMBLY_FORMAT` when it is no assembly, or one of another version; BuildErrors
 *   of that code for each field that does not fit; `E_ASSEMBLY_CHANGED` when another run replaces it
 */
export function readAssembly(folder: string): Assembly {
  const watch = new FolderWatch(folder);
  const read = (name: string) => {
    try {
      return readAssemblyFile(folder, name);
    } finally {
      watch.check(); // also where a file of the other is missing
    }
  };
  const manifest = parseManifest(read(MANIFEST_FILE));
  return {
    folder: resolve(folder),
    manifest,
    readDefinition: ({ definition }) => read(definition),
    readConfig: ({ config, platform }) => {
      const bytes = read(config);
      checkImageConfig(config, bytes, platform);
      return bytes;
    },
  };
}

/**
 * Reads a `manifest.json`.
 *
 * @throws BuildError, BuildErrors `E_ASSEMBLY_FORMAT`
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const content = parseJson(MANIFEST_FILE, bytes);
  const schema = new SchemaReader('E_ASSEMBLY_FORMAT', MANIFEST_FILE, 'run "synth" again');
  checkVersion(schema.object(content, '').version);
  refuseProblems(MANIFEST_FILE, manifestProblems(content));
  const written = content as WrittenManifest;
  return {
    version: ASSEMBLY_VERSION,
    images: written.images.map(withPlatformNames),
    locals: lookUp(written.locals),
    ...(written.layouts === undefined ? {} : { layouts: lookUp(written.layouts) }),
    archiveFiles: lookUp(written.archiveFiles),
    requests: schema.list(written.requests, 'requests', readAsked),
    missing: schema.list(written.missing, 'missing', readAsked),
  };
}

function checkVersion(version: unknown): void {
  if (version === ASSEMBLY_VERSION) return;
  throw formatError(`${MANIFEST_FILE} has another version`, {
    got: `version ${JSON.stringify(version)?.slice(0, 80)}`,
    expected: `version ${ASSEMBLY_VERSION}`,
    fix: 'build with the version of buildkit-cdk that wrote it',
  });
}

function withPlatformNames(image: WrittenManifest['images'][number]): ImageManifest {
  const { platformNames = image.platforms.map(({ platform }) => platform) } = image;
  return { ...image, platformNames, isDated: image.isDated === true };
}

/** A record of nothing but what is in it: there is no `constructor` of all objects. */
function lookUp<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), record);
}
