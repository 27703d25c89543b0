import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BuildError, type BuildErrorDetails, systemErrorCode } from '../errors';
import { makeFolder } from '../files/make-folder';
import type { Definition } from '../llb';
import type { PropProblem } from '../props';
import { manifestProblems } from './check-manifest';
import { refuseProblems } from './format-error';
import { checkImageConfig } from './image-config';
import { localNames } from './local-sources';
import {
  ASSEMBLY_VERSION,
  type ImageManifest,
  type Manifest,
  type PlatformManifest,
  type TestManifest,
  type TreeNode,
} from './manifest';
import { readAssemblyFile } from './read-file';

const ASSEMBLY_FILE = /^(manifest\.json|tree\.json|.+\.llb|.+\.config\.json)$/;

/** One platform of an image, ready to be written. */
export interface PlatformContent
  extends Pick<
    PlatformManifest,
    'distribution' | 'installed' | 'packages' | 'platform' | 'sources'
  > {
  readonly definition: Definition;
  /** The OCI image config, JSON. */
  readonly config: string;
  /** @default - none */
  readonly tests?: readonly TestContent[];
}

/** A test of one platform of an image, ready to be written. */
export interface TestContent
  extends Omit<TestManifest, 'capabilities' | 'definition' | 'digest' | 'locals'> {
  readonly definition: Definition;
}

/** An image, ready to be written. */
export interface ImageContent extends Omit<ImageManifest, 'platforms'> {
  readonly platforms: readonly PlatformContent[];
}

/** Everything that `synth.out/` holds. */
export interface AssemblyContent extends Omit<Manifest, 'images' | 'version'> {
  readonly images: readonly ImageContent[];
  readonly tree: TreeNode;
}

/**
 * Writes `synth.out/`: `manifest.json`, `tree.json`, and a definition and a config for each
 * platform of each image.
 *
 * The folder is made beside the old one and takes its place at the end: an interrupted synth
 * leaves the old assembly whole. An equal one stays, with a new date of its manifest.
 *
 * @throws BuildError `E_ASSEMBLY_FOLDER` where the folder holds other files, or cannot be written;
 *   `E_ASSEMBLY_FORMAT` for what could not be read again, with the image that it is about
 */
export function writeAssembly(folder: string, content: AssemblyContent): void {
  const { images, tree, ...rest } = content;
  const files = new Map<string, string | Uint8Array>();
  const manifest: Manifest = {
    version: ASSEMBLY_VERSION,
    images: images.map((image) => ({ ...image, platforms: addPlatforms(image, files) })),
    ...rest,
  };
  refuseProblems('manifest.json', manifestProblems(manifest), (problem) =>
    imageOf(problem, images),
  );
  files.set('tree.json', json(tree));
  files.set('manifest.json', json(manifest));
  try {
    replaceFolder(folder, files);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function addPlatforms(
  { constructPath, name, platforms, source }: ImageContent,
  files: Map<string, string | Uint8Array>,
) {
  return platforms.map((content) => {
    const { config, definition, distribution, installed, packages, platform, sources, tests } =
      content;
    const stem = `${name}.${platform.replace(/\//g, '-')}`;
    files.set(`${stem}.llb`, definition.toBytes());
    checkImageConfig(`${stem}.config.json`, Buffer.from(config), platform, {
      constructPath,
      source,
    });
    files.set(`${stem}.config.json`, config);
    return {
      platform,
      definition: `${stem}.llb`,
      config: `${stem}.config.json`,
      digest: definition.digest,
      packages,
      ...(installed === undefined ? {} : { installed }),
      ...(sources === undefined ? {} : { sources }),
      ...(distribution === undefined ? {} : { distribution }),
      ...neededBy(definition),
      ...(tests === undefined ? {} : { tests: addTests(stem, tests, files) }),
    };
  });
}

function addTests(
  stem: string,
  tests: readonly TestContent[],
  files: Map<string, string | Uint8Array>,
): TestManifest[] {
  return tests.map(({ definition, ...test }, index) => {
    const file = `${stem}.test-${index + 1}.llb`;
    files.set(file, definition.toBytes());
    return { ...test, definition: file, digest: definition.digest, ...neededBy(definition) };
  });
}

/** What a build of a definition needs, so that it can be told without decoding it. */
function neededBy(definition: Definition) {
  return {
    capabilities: [...definition.capabilities].sort(),
    locals: localNames(definition),
  };
}

/** The image that a problem of the manifest is about, and its line. */
function imageOf({ place }: PropProblem, images: readonly ImageContent[]): BuildErrorDetails {
  const index = /^images\[(\d+)\]/.exec(place)?.[1];
  const { constructPath, source } = images[Number(index ?? -1)] ?? {};
  return { constructPath, source };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Runs that write into one folder at once are few. */
const MAX_EXCHANGES = 100;

function replaceFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  refuseForeignFolder(folder);
  if (isSame(folder, files) && renewDate(join(folder, 'manifest.json'))) return;
  const fresh = `${folder}.new-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  makeFolder(dirname(folder));
  try {
    mkdirSync(fresh);
    for (const [name, content] of files) writeFileSync(join(fresh, name), content);
    for (let attempt = 1; !exchange(fresh, folder, old); attempt++) {
      if (attempt === MAX_EXCHANGES) throw new Error('other runs write into the folder, too');
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Puts one folder in the place of another; false where another run was quicker to. */
function exchange(fresh: string, folder: string, old: string): boolean {
  rmSync(old, { recursive: true, force: true });
  try {
    renameSync(folder, old);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  try {
    renameSync(fresh, folder);
    return true;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error;
    return false;
  }
}

/** Whether the folder holds these files with this content, and nothing else. */
function isSame(folder: string, files: ReadonlyMap<string, string | Uint8Array>): boolean {
  try {
    if (readdirSync(folder).length !== files.size) return false;
    return [...files].every(([name, content]) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      return readAssemblyFile(folder, name).equals(bytes);
    });
  } catch {
    return false; // there is none, or a file of it is missing
  }
}

/** Says that a file was made anew; false where that is not ours to say. */
function renewDate(file: string): boolean {
  const now = new Date();
  try {
    utimesSync(file, now, now);
    return true;
  } catch {
    return false;
  }
}

/** A full disk, a missing permission, a file in the way: nothing that the app did wrong. */
function unwritable(folder: string, cause: unknown): unknown {
  if (BuildError.is(cause) || systemErrorCode(cause) === undefined) return cause;
  return new BuildError('E_ASSEMBLY_FOLDER', `the assembly cannot be written to "${folder}"`, {
    got: cause instanceof Error ? cause.message : String(systemErrorCode(cause)),
    fix: 'make the folder writable, or give another one with --out',
    cause,
  });
}

/** None of a folder that is not there, be it since this moment. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

// A wrong --out must not cost anybody a folder.
function refuseForeignFolder(folder: string): void {
  const foreign = namesIn(folder).find((name) => !ASSEMBLY_FILE.test(name));
  if (foreign === undefined) return;
  throw new BuildError('E_ASSEMBLY_FOLDER', 'the folder for the assembly holds other files', {
    got: `"${foreign}" in "${basename(folder)}"`,
    expected: 'a folder that does not exist, is empty, or holds an assembly',
    fix: 'give another folder with --out',
  });
}
