import type { Writable } from 'node:stream';
import { isTrue } from '../attrs/attribute';
import type { ArchiveAttrs, FilesAttrs, FolderAttrs, ImageAttrs } from '../attrs/exporter-attrs';

/** Where the result of a build goes: one of BuildKit's exporters. */
export type BuildOutput = ImageOutput | LoadOutput | ArchiveOutput | TarOutput | FolderOutput;

/** To the image store of the daemon, under each name of the image. */
export interface ImageOutput {
  readonly type: 'image';
  /** @default - always: it stays with the daemon */
  readonly dest?: undefined;
  /** True to push it to the registries of its names as well. @default false */
  readonly push?: boolean | undefined;
  /**
   * True to push under no tag, by digest alone. Some platforms of an image are an index then, also where
   * it is one: a part that `mergeParts` puts together with the others.
   *
   * @default false
   */
  readonly byDigest?: boolean | undefined;
  /**
   * Further attributes of the exporter. They win over those that make a result repeat bit for bit.
   *
   * @default - none
   */
  readonly attrs?: ImageAttrs | undefined;
}

/**
 * To Docker's image store: that of the daemon, where it is Docker Engine; else by `docker load`, so
 * to the one that the program `docker` speaks to.
 */
export interface LoadOutput {
  readonly type: 'docker';
  /** With one, it is an archive: {@link ArchiveOutput}. @default - always */
  readonly dest?: undefined;
  /** As those of an {@link ImageOutput}. @default - none */
  readonly attrs?: ArchiveAttrs | undefined;
}

/** To an archive on this machine: an OCI layout, or what `docker load` reads. */
export interface ArchiveOutput {
  readonly type: 'oci' | 'docker';
  /**
   * Path of the file, or a function that opens a stream for it. A link is followed; a pipe or device
   * is written into as the bytes come, so like a stream it cannot be taken back.
   *
   * Of `oci` with the attribute `tar` of false it is the path of a folder: the layout in it gets the
   * image, beside those that it has already.
   */
  readonly dest: string | (() => Writable);
  /** As those of an {@link ImageOutput}. @default - none */
  readonly attrs?: ArchiveAttrs | undefined;
}

/** To an archive of the files on this machine. */
export interface TarOutput {
  readonly type: 'tar';
  /** As that of an {@link ArchiveOutput}. */
  readonly dest: string | (() => Writable);
  /** Further attributes of the exporter. @default - none */
  readonly attrs?: FilesAttrs | undefined;
}

/** To a folder on this machine, file by file. */
export interface FolderOutput {
  readonly type: 'local';
  /**
   * Path of the folder. What is in it already stays, unless it is replaced, or removed as with the
   * attribute `mode` of `delete`; links in it are not followed. Entries belong to this user, and keep
   * modes, extended attributes (where the program `setfattr` is there and may set them) and times, to
   * the microsecond that Node can set. Pipes and devices are made by `mkfifo` and `mknod`; for devices
   * that needs root.
   */
  readonly dest: string;
  /** Further attributes of the exporter. @default - none */
  readonly attrs?: FolderAttrs | undefined;
}

/** Where the result comes to on this machine; undefined where it stays with the daemon. */
export function destOf(output: BuildOutput): string | (() => Writable) | undefined {
  return output.dest;
}

/** Whether the result is pushed. */
export function isPushed(output: BuildOutput): boolean {
  return (
    isPart(output) ||
    (output.type === 'image' && (output.push === true || isTrue(output.attrs?.push)))
  );
}

/** Whether what is pushed of some platforms is a part of an image. */
export function isPart(output: BuildOutput): boolean {
  return output.type === 'image' && output.byDigest === true;
}

/** Whether it is pushed under no tag. */
export function isByDigest(output: BuildOutput): boolean {
  return isPart(output) || (output.type === 'image' && isTrue(output.attrs?.['push-by-digest']));
}

/** Whether the result goes to Docker's image store. */
export function isLoaded(output: BuildOutput): output is LoadOutput {
  return output.type === 'docker' && output.dest === undefined;
}

/** Whether it is an OCI layout in a folder. */
export function isLayout(output: BuildOutput): boolean {
  return output.type === 'oci' && output.attrs?.tar !== undefined && !isTrue(output.attrs.tar);
}
