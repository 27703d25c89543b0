import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../errors';
import { SchemaReader } from '../json';
import { readAsked, readSource } from '../lock/read-asked';
import type {
  ArchiveFile,
  ImageManifest,
  LocalInput,
  Manifest,
  PlatformManifest,
} from './manifest';
import { ASSEMBLY_VERSION } from './manifest';

/** A folder that `synth` wrote. */
export interface Assembly {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** The serialised `pb.Definition` of a platform. */
  readDefinition(platform: PlatformManifest): Uint8Array;
  /** The OCI image config of a platform, JSON. */
  readConfig(platform: PlatformManifest): Uint8Array;
}

/**
 * Reads `synth.out/`; definitions and configs only when they are asked for.
 *
 * @throws BuildError `E_ASSEMBLY_FORMAT` when it is no assembly, or one of a newer version
 */
export function readAssembly(folder: string): Assembly {
  const manifest = parseManifest(readFile(folder, 'manifest.json').toString('utf8'));
  return {
    folder,
    manifest,
    readDefinition: ({ definition }) => readFile(folder, definition),
    readConfig: ({ config }) => readFile(folder, config),
  };
}

function readFile(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (cause) {
    throw new BuildError('E_ASSEMBLY_FORMAT', `the assembly has no readable "${name}"`, {
      fix: 'run "synth" again',
      cause,
    });
  }
}

/**
 * Reads the text of a `manifest.json`.
 *
 * @throws BuildError `E_ASSEMBLY_FORMAT`
 */
export function parseManifest(text: string): Manifest {
  const schema = new SchemaReader('E_ASSEMBLY_FORMAT', 'manifest.json', 'run "synth" again');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new BuildError('E_ASSEMBLY_FORMAT', 'manifest.json is no JSON', {
      fix: 'run "synth" again',
      cause,
    });
  }
  const root = schema.object(content, '');
  if (root.version !== ASSEMBLY_VERSION) {
    throw new BuildError('E_ASSEMBLY_FORMAT', 'the assembly has another version', {
      got: `version ${JSON.stringify(root.version)}`,
      expected: `version ${ASSEMBLY_VERSION}`,
      fix: 'build with the version of buildkit-cdk that wrote it',
    });
  }
  return {
    version: ASSEMBLY_VERSION,
    images: schema.list(root.images, 'images', readImage),
    locals: schema.record(root.locals, 'locals', readLocal),
    archiveFiles: schema.record(root.archiveFiles, 'archiveFiles', readArchiveFile),
    requests: schema.list(root.requests, 'requests', readAsked),
    missing: schema.list(root.missing, 'missing', readAsked),
  };
}

// A name of a file in the assembly, and never a path that leads out of it.
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

function readImage(value: unknown, at: string, schema: SchemaReader): ImageManifest {
  const entry = schema.object(value, at);
  const { constructPath, isDated, name, publish, source, sourceDateEpoch } = entry;
  const platforms = schema.list(entry.platforms, `${at}.platforms`, readPlatform);
  // What is written by hand need not say it.
  const names = entry.platformNames ?? platforms.map(({ platform }) => platform);
  const published = schema.object(publish, `${at}.publish`);
  return {
    name: schema.text(name, `${at}.name`),
    constructPath: schema.text(constructPath, `${at}.constructPath`),
    ...readSource(source, `${at}.source`, schema),
    platformNames: schema.texts(names, `${at}.platformNames`),
    platforms,
    publish: {
      names: schema.texts(published.names, `${at}.publish.names`),
      tags: schema.texts(published.tags, `${at}.publish.tags`),
    },
    sourceDateEpoch: schema.size(sourceDateEpoch, `${at}.sourceDateEpoch`),
    isDated: isDated === true,
  };
}

function readPlatform(value: unknown, at: string, schema: SchemaReader): PlatformManifest {
  const { capabilities, config, definition, digest, locals, packages, platform } = schema.object(
    value,
    at,
  );
  return {
    platform: schema.text(platform, `${at}.platform`),
    definition: schema.text(definition, `${at}.definition`, FILE),
    config: schema.text(config, `${at}.config`, FILE),
    digest: schema.text(digest, `${at}.digest`, /^sha256:[0-9a-f]{64}$/),
    packages: schema.size(packages, `${at}.packages`),
    // What is written by hand need not say these.
    ...(capabilities === undefined
      ? {}
      : { capabilities: schema.texts(capabilities, `${at}.capabilities`) }),
    ...(locals === undefined ? {} : { locals: schema.texts(locals, `${at}.locals`) }),
  };
}

function readLocal(value: unknown, at: string, schema: SchemaReader): LocalInput {
  const entry = schema.object(value, at);
  if (entry.type === 'deb-member') {
    return {
      type: 'deb-member',
      url: schema.text(entry.url, `${at}.url`),
      member: schema.text(entry.member, `${at}.member`),
      file: schema.text(entry.file, `${at}.file`, FILE),
    };
  }
  if (entry.type === 'directory') {
    return {
      type: 'directory',
      path: schema.text(entry.path, `${at}.path`),
      include: schema.texts(entry.include, `${at}.include`),
      exclude: schema.texts(entry.exclude, `${at}.exclude`),
      ...(entry.digest === undefined
        ? {}
        : { digest: schema.text(entry.digest, `${at}.digest`, /^sha256:[0-9a-f]{64}$/) }),
    };
  }
  throw schema.wrong(
    `${at}.type`,
    JSON.stringify(entry.type) ?? 'nothing',
    '"deb-member" or "directory"',
  );
}

function readArchiveFile(value: unknown, at: string, schema: SchemaReader): ArchiveFile {
  const { archive, path, sha256, size } = schema.object(value, at);
  return {
    archive: schema.text(archive, `${at}.archive`),
    path: schema.text(path, `${at}.path`),
    size: schema.size(size, `${at}.size`),
    sha256: schema.text(sha256, `${at}.sha256`, /^[0-9a-f]{64}$/),
  };
}
