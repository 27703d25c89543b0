import type { Writable } from 'node:stream';

/** Where the result of a build goes: one of BuildKit's exporters. */
export type BuildOutput = ImageOutput | FileOutput | FolderOutput;

/** To the image store of the daemon, under each name of the image. */
export interface ImageOutput extends OutputAttrs {
  readonly type: 'image';
  /** True to push it to the registries of its names as well. @default false */
  readonly push?: boolean | undefined;
}

/** To an archive on this machine: an OCI layout, what `docker load` reads, or the files alone. */
export interface FileOutput extends OutputAttrs {
  readonly type: 'oci' | 'docker' | 'tar';
  /**
   * Path of the file, or a function that opens a stream for it. A link is followed; a pipe or device
   * is written into as the bytes come, so like a stream it cannot be taken back.
   */
  readonly dest: string | (() => Writable);
}

/** To a folder on this machine, file by file. */
export interface FolderOutput extends OutputAttrs {
  readonly type: 'local';
  /**
   * Path of the folder. What is in it already stays, unless it is replaced; links in it are not
   * followed. Entries belong to this user, and keep modes, extended attributes (where the program
   * `setfattr` is there and may set them) and times, to the microsecond that Node can set. Pipes and
   * devices are made by `mkfifo` and `mknod`; for devices that needs root.
   */
  readonly dest: string;
}

interface OutputAttrs {
  /**
   * Further attributes of the exporter, by BuildKit's names, e.g. `compression`. They win over those
   * that make a result repeat bit for bit.
   *
   * @default - none
   */
  readonly attrs?: Readonly<Record<string, string>> | undefined;
}

/** Where the result comes to on this machine; undefined where it stays with the daemon. */
export function destOf(output: BuildOutput): string | (() => Writable) | undefined {
  return output.type === 'image' ? undefined : output.dest;
}

/** Whether the result is pushed. */
export function isPushed(output: BuildOutput): boolean {
  return (output.type === 'image' && output.push === true) || output.attrs?.push === 'true';
}
