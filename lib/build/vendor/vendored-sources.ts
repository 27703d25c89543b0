import type { Assembly } from '../../assembly/assembly-reader';
import { constructAt } from '../../assembly/construct-at';
import { formatError } from '../../assembly/format-error';
import { LOCAL_SCHEME } from '../../assembly/local-sources';
import type { ArchiveFile, TreeNode } from '../../assembly/manifest';
import { BuildError, type BuildErrorDetails } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import type { SourceOp } from '../../llb/definition/map-sources';
import { decodeOp } from '../../llb/wire/decode-op';
import { vendoredCommit } from './vendored-commit';
import { VendoredFile, vendoredFile } from './vendored-file';
import { IMAGE_SCHEME, vendoredImage } from './vendored-image';
import type { Refusal, VendoredInput, VendoredSource } from './vendored-input';

/** An input, and who asks for it. */
export interface AskedInput {
  readonly input: VendoredInput;
  readonly by: Pick<BuildErrorDetails, 'constructPath' | 'source'>;
}

/**
 * What stands in for a source of a definition; undefined for one that is on this machine anyway.
 *
 * @param files of archives, by URL
 */
export function vendoredSource(
  source: SourceOp,
  files: Readonly<Record<string, ArchiveFile>>,
): VendoredSource | Refusal | undefined {
  const { identifier } = source;
  if (/^https?:\/\//.test(identifier)) return vendoredFile(source, files);
  if (identifier.startsWith('git://')) return vendoredCommit(source);
  if (identifier.startsWith(IMAGE_SCHEME)) return vendoredImage(source);
  if (/^(?:local|oci-layout|oci-layout\+blob):\/\//.test(identifier)) return undefined;
  return { got: identifier, expected: 'a file of a URL, a commit of git or an image' };
}

/** The files behind a local source that the client fetches; none for a folder of the app. */
export function vendoredLocal({ manifest }: Assembly, name: string): VendoredFile[] {
  const input = Object.hasOwn(manifest.locals, name) ? manifest.locals[name] : undefined;
  if (input === undefined || input.type === 'directory') return [];
  const urls = input.type === 'deb-member' ? [input.url] : input.urls;
  return urls.map((url) => {
    const file = manifest.archiveFiles[url];
    if (file === undefined) throw formatError(`manifest.json does not say what "${url}" is`);
    return new VendoredFile(url, file.sha256, file);
  });
}

/**
 * All that a definition takes from outside.
 *
 * @param image path of its construct
 * @param refused is given an error `E_VENDOR_INPUT` for each source that no folder can hold
 */
export function askedInputs(
  definition: Definition,
  assembly: Assembly,
  tree: TreeNode | undefined,
  image: string,
  refused: (error: BuildError) => void,
): AskedInput[] {
  return definition.ops.flatMap(({ bytes, digest }): AskedInput[] => {
    const { body } = decodeOp(bytes);
    if (body?.kind !== 'source') return [];
    const [source] = definition.locations(digest);
    const by = { source, constructPath: source && tree && constructAt(tree, source, image)?.path };
    const { identifier } = body;
    if (identifier.startsWith(LOCAL_SCHEME)) {
      const inputs = vendoredLocal(assembly, identifier.slice(LOCAL_SCHEME.length));
      return inputs.map((input) => ({ input, by }));
    }
    const vendored = vendoredSource(body, assembly.manifest.archiveFiles);
    if (vendored === undefined) return [];
    if ('input' in vendored) return [{ input: vendored.input, by }];
    refused(refusedError(identifier, vendored, by));
    return [];
  });
}

function refusedError(identifier: string, refusal: Refusal, by: AskedInput['by']): BuildError {
  return new BuildError('E_VENDOR_INPUT', `${identifier} cannot be vendored`, {
    ...refusal,
    ...by,
  });
}

/** Each input once, with who asks for it first. */
export function uniqueInputs(asked: readonly AskedInput[]): AskedInput[] {
  const unique = new Map<string, AskedInput>();
  for (const one of asked) {
    if (!unique.has(one.input.key)) unique.set(one.input.key, one);
  }
  return [...unique.values()];
}

/** A definition that fetches nothing, and what it asks of the session. */
export interface VendoredDefinition {
  readonly definition: Definition;
  /** By the name of the local source. */
  readonly serves: ReadonlyMap<string, NonNullable<VendoredSource['serve']>>;
}

/** The definition with other sources, which the session serves. */
export function withVendored(definition: Definition, assembly: Assembly): VendoredDefinition {
  const { manifest } = assembly;
  const serves = new Map<string, NonNullable<VendoredSource['serve']>>();
  const mapped = definition.mapSources((source) => {
    const { identifier } = source;
    if (identifier.startsWith(LOCAL_SCHEME)) {
      const name = identifier.slice(LOCAL_SCHEME.length);
      if (manifest.locals[name]?.type === 'archive-files') {
        const files = vendoredLocal(assembly, name);
        serves.set(name, async (folder) => files.map((file) => file.served(folder)));
      }
    }
    const vendored = vendoredSource(source, manifest.archiveFiles);
    // What is refused was told before.
    if (vendored === undefined || !('input' in vendored)) return source;
    const { serve, source: standIn } = vendored;
    if (serve !== undefined) serves.set(standIn.identifier.slice(LOCAL_SCHEME.length), serve);
    return standIn;
  });
  return { definition: mapped, serves };
}
