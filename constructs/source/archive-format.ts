/** Formats of archives, as their names end. */
export const ARCHIVE_FORMATS = [
  'tar',
  'tar.gz',
  'tar.bz2',
  'tar.zst',
  'tar.xz',
  'zip',
  'deb',
] as const;

/** A format of archives. */
export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number];

/** Formats that BuildKit does not open by itself. */
export type ForeignFormat = Extract<ArchiveFormat, 'tar.xz' | 'zip' | 'deb'>;

const SHORT = new Map<string, ArchiveFormat>([
  ['tgz', 'tar.gz'],
  ['tbz2', 'tar.bz2'],
  ['tzst', 'tar.zst'],
  ['txz', 'tar.xz'],
]);

/** The format that a name says, if it says one. */
export function archiveFormat(name: string): ArchiveFormat | undefined {
  const [, ending = ''] = /\.((?:tar\.)?[a-z0-9]+)$/.exec(name) ?? [];
  return ARCHIVE_FORMATS.find((format) => format === ending) ?? SHORT.get(ending);
}

/** True for a format that BuildKit does not open by itself. */
export function isForeign(format: ArchiveFormat): format is ForeignFormat {
  return ['tar.xz', 'zip', 'deb'].includes(format);
}
