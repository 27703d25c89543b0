import { copy, local, type State, scratch } from '../llb';

/** Where {@link unpackerTools} finds its one program: a local source and the file in it. */
export interface Unpacker {
  /** Name of the local source; it changes with the content. */
  readonly local: string;
  /** File in the local source: a static busybox for the build platform. */
  readonly file: string;
}

/**
 * A root with busybox and nothing else: the first program of a build that starts from nothing.
 *
 * Becomes a `local://` source and a `FileActionCopy` on scratch. BuildKit cannot open a .deb, which
 * is an `ar` archive; so the client opens that of busybox-static and sends the program.
 */
export function unpackerTools({ local: name, file }: Unpacker): State {
  const sent = local(name, { includePatterns: [file], sharedKeyHint: name });
  return scratch().file(
    copy(sent, `/${file}`, '/bin/busybox', { mode: 0o755, createDestPath: true }),
    { customName: 'unpacker: busybox' },
  );
}
