import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, type SourceLocation } from '../errors';
import type {
  DebianFile,
  ImageManifest,
  ImagePackages,
  LocalInput,
  Manifest,
  PackageSet,
  PlatformManifest,
  RequestManifest,
} from './manifest';
import { ASSEMBLY_VERSION } from './manifest';
import { readDebianRequest, readLockRequest } from './request-reader';
import { SchemaReader } from './schema-reader';

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
    debianFiles: schema.record(root.debianFiles, 'debianFiles', readDebianFile),
    requests: schema.list(root.requests, 'requests', readRequest),
    // What is written by hand, e.g. for a graph of one's own, need not say it.
    imagePackages: schema.list(root.imagePackages ?? [], 'imagePackages', readImagePackages),
    missing: schema.list(root.missing, 'missing', readRequest),
  };
}

// A name of a file in the assembly, and never a path that leads out of it.
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

function readImage(value: unknown, at: string, schema: SchemaReader): ImageManifest {
  const { constructPath, isDated, name, platforms, publish, source, sourceDateEpoch } =
    schema.object(value, at);
  const { names, tags } = schema.object(publish, `${at}.publish`);
  return {
    name: schema.text(name, `${at}.name`),
    constructPath: schema.text(constructPath, `${at}.constructPath`),
    ...readSource(source, `${at}.source`, schema),
    platforms: schema.list(platforms, `${at}.platforms`, readPlatform),
    publish: {
      names: schema.texts(names, `${at}.publish.names`),
      tags: schema.texts(tags, `${at}.publish.tags`),
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
    };
  }
  throw schema.wrong(
    `${at}.type`,
    JSON.stringify(entry.type) ?? 'nothing',
    '"deb-member" or "directory"',
  );
}

function readDebianFile(value: unknown, at: string, schema: SchemaReader): DebianFile {
  const { archive, path, sha256, size } = schema.object(value, at);
  if (archive !== 'debian' && archive !== 'debian-security') {
    throw schema.wrong(`${at}.archive`, `${archive}`, '"debian" or "debian-security"');
  }
  return {
    archive,
    path: schema.text(path, `${at}.path`),
    size: schema.size(size, `${at}.size`),
    sha256: schema.text(sha256, `${at}.sha256`, /^[0-9a-f]{64}$/),
  };
}

function readRequest(value: unknown, at: string, schema: SchemaReader): RequestManifest {
  const { constructPath, request, source } = schema.object(value, at);
  return {
    constructPath: schema.text(constructPath, `${at}.constructPath`),
    ...readSource(source, `${at}.source`, schema),
    request: readLockRequest(request, `${at}.request`, schema),
  };
}

function readImagePackages(value: unknown, at: string, schema: SchemaReader): ImagePackages {
  const { constructPath, platforms, source } = schema.object(value, at);
  return {
    constructPath: schema.text(constructPath, `${at}.constructPath`),
    ...readSource(source, `${at}.source`, schema),
    platforms: schema.list(platforms, `${at}.platforms`, (item, place) => {
      const { architecture, platform, sets } = schema.object(item, place);
      return {
        platform: schema.text(platform, `${place}.platform`),
        architecture: schema.text(architecture, `${place}.architecture`),
        sets: schema.list(sets, `${place}.sets`, readPackageSet),
      };
    }),
  };
}

function readPackageSet(value: unknown, at: string, schema: SchemaReader): PackageSet {
  const { leftOut, request } = schema.object(value, at);
  return {
    request: readDebianRequest(request, `${at}.request`, schema),
    leftOut: schema.texts(leftOut, `${at}.leftOut`),
  };
}

function readSource(value: unknown, at: string, schema: SchemaReader): { source?: SourceLocation } {
  if (value === undefined) return {};
  const { column, file, line } = schema.object(value, at);
  return {
    source: {
      file: schema.text(file, `${at}.file`),
      line: schema.size(line, `${at}.line`),
      column: schema.size(column, `${at}.column`),
    },
  };
}
