import { copy, type State, scratch } from '../llb';

/**
 * A root with busybox and nothing else: the first program of a build that starts from nothing.
 *
 * Becomes a `FileActionCopy` on scratch. BuildKit cannot open a .deb, which is an `ar` archive; so
 * the client opens that of busybox-static and sends the program.
 *
 * @param sent holds the program
 * @param file a static busybox for the build platform
 */
export function unpackerTools(sent: State, file: string): State {
  return scratch().file(
    copy(sent, `/${file}`, '/bin/busybox', { mode: 0o755, createDestPath: true }),
    { customName: 'unpacker: busybox' },
  );
}
