import type { Assembly } from '../../assembly/assembly-reader';
import { localFolder } from '../../assembly/local-folder';
import { LOCAL_SCHEME } from '../../assembly/local-sources';
import type { Definition } from '../../llb/definition/definition';
import { decodeOp } from '../../llb/wire/decode-op';
import type { ArchiveMirrors } from './archive-mirrors';

/** A source of a definition, and where a build takes it from. */
export interface PlannedInput {
  /** As the op has it: `https://…`, `git://…`, `local://…`. */
  readonly identifier: string;
  /**
   * What is read: a URL (of a mirror, where one stands in), the absolute path of a folder on this
   * machine, the URL of the .deb that holds the one file that this machine sends, or how many files it
   * fetches and sends. In a build from a vendor folder it is that for all that would be fetched.
   */
  readonly from: string;
}

/** The sources of a definition, in the order of its ops. */
export function plannedInputs(
  { ops }: Definition,
  assembly: Assembly,
  mirrors: ArchiveMirrors,
  vendor: string | undefined,
): PlannedInput[] {
  return ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    if (body?.kind !== 'source') return [];
    const { identifier } = body;
    return [{ identifier, from: placeOf(identifier, assembly, mirrors, vendor) }];
  });
}

function placeOf(
  identifier: string,
  assembly: Assembly,
  mirrors: ArchiveMirrors,
  vendor: string | undefined,
): string {
  if (!identifier.startsWith(LOCAL_SCHEME)) return vendor ?? mirrors.urlOf(identifier);
  const name = identifier.slice(LOCAL_SCHEME.length);
  const input = assembly.manifest.locals[name];
  if (input === undefined) return identifier;
  if (input.type !== 'directory' && vendor !== undefined) return vendor;
  if (input.type === 'deb-member') return mirrors.urlOf(input.url);
  if (input.type === 'archive-files') return `${input.urls.length} files that are fetched here`;
  return localFolder(assembly.folder, name, input);
}
