import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageConfigFields } from '../oci/image-config';
import { parseManifest } from '../oci/image-index';
import { formatPlatform } from '../oci/platform';
import { listPlatforms } from '../registry/image-index';
import { hardeningOf } from './elf/hardening';
import type { AuditedAccount, AuditedProgram, Finding, ImageAudit } from './image-audit';
import type { ImageFile } from './image-file';
import { ImageTree } from './image-tree';
import { missingLibraries } from './libraries';
import { readPackages } from './packages';
import { readLayer } from './read-layer';
import { CONTRACT } from './rules/contract';
import type { Audited, Rule } from './rules/rule';

/** An image that is audited. */
export interface AuditInput {
  readonly image: string;
  /** Departures from the contract of a runtime, with their reasons. @default - it is no runtime */
  readonly waivers: Readonly<Record<string, string>> | undefined;
  /** Tests by the platform that they are for. @default - it has none */
  readonly tests?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Folder of an OCI layout. */
  readonly layout: string;
  /** Digest of its index or manifest there. */
  readonly digest: string;
  /** Rules beside those of the contract. */
  readonly rules: readonly Rule[];
}

/**
 * Audits each platform of an image that an OCI layout has.
 *
 * @throws RangeError, NoImageError for what is no image
 */
export async function auditImage(input: AuditInput): Promise<ImageAudit[]> {
  const blob = (digest: string) => join(input.layout, 'blobs', digest.replace(':', '/'));
  const read = (digest: string) => readFileSync(blob(digest));
  const audits: ImageAudit[] = [];
  for (const { digest, platform } of await listPlatforms(input.digest, read)) {
    const { config, layers } = parseManifest(read(digest));
    const tree = new ImageTree();
    const { config: fields = {}, history = [] } = JSON.parse(read(config).toString('utf8')) as {
      config?: ImageConfigFields;
      history?: readonly { created_by?: string; empty_layer?: boolean }[];
    };
    const made = history.filter((entry) => entry.empty_layer !== true);
    const told = [];
    for (const [index, layer] of layers.entries()) {
      const files = await readLayer({ path: blob(layer.digest), mediaType: layer.mediaType });
      tree.add(files);
      told.push({
        digest: layer.digest,
        compressedSize: layer.size,
        size: files.reduce((sum, file) => sum + (file.type === 'file' ? file.size : 0), 0),
        says: made[index]?.created_by ?? '',
      });
    }
    const { files } = tree;
    const packages = readPackages(tree);
    const audited: Audited = {
      image: input.image,
      platform: formatPlatform(platform),
      digest,
      waivers: input.waivers,
      ...(input.tests && { tests: input.tests[formatPlatform(platform)] ?? [] }),
      config: fields,
      accounts: readAccounts(tree),
      layers: told,
      files: files.length,
      packages: packages.all,
      programs: programsOf(tree, fields, packages.owns),
    };
    audits.push({ ...audited, findings: findingsOf(audited, files, input.rules) });
  }
  return audits;
}

function findingsOf(
  audited: Audited,
  files: readonly ImageFile[],
  rules: readonly Rule[],
): Finding[] {
  const { waivers } = audited;
  const contract = waivers === undefined ? [] : CONTRACT;
  return [...contract, ...rules].flatMap((rule) =>
    rule(audited, files).map((finding) => {
      const waiver = waivers?.[finding.rule];
      return waiver === undefined ? finding : { ...finding, waiver };
    }),
  );
}

function readAccounts(tree: ImageTree): AuditedAccount[] {
  const text = tree.resolve('/etc/passwd')?.text ?? '';
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid, , home = '', shell = ''] = line.split(':');
    if (name === undefined || gid === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid), home, shell }];
  });
}

const ET_EXEC = 2;
const ET_DYN = 3;

function programsOf(
  tree: ImageTree,
  { Env = [] }: ImageConfigFields,
  owns: (path: string) => boolean,
): AuditedProgram[] {
  const path = Env.find((entry) => entry.startsWith('LD_LIBRARY_PATH='))?.split('=')[1] ?? '';
  const libraryPath = path.split(':').filter((folder) => folder !== '');
  return tree.files.flatMap((file) => {
    const { elf } = file;
    if (elf === undefined || (elf.type !== ET_EXEC && elf.type !== ET_DYN)) return [];
    return [
      {
        path: file.path,
        isProgram: elf.type === ET_EXEC || elf.interpreter !== undefined || elf.isMarkedPie,
        isPackaged: owns(file.path),
        isStatic: elf.needed.length === 0,
        size: file.size,
        needed: elf.needed,
        runpath: elf.runpath,
        missing: missingLibraries({ ...file, elf }, tree, libraryPath),
        ...hardeningOf(elf),
      },
    ];
  });
}
