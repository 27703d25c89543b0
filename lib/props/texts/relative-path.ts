import { text } from '../text';

/** A path below the root of a tree: relative, and clean as Go's `path.Clean` leaves it. */
export const RELATIVE_PATH = text({
  pattern: /^(?!\.{1,2}(?:\/|$))[^/\0]{1,255}(?:\/(?!\.{1,2}(?:\/|$))[^/\0]{1,255})*$/,
  expected: 'a path below the root, without "..", "//" and a "/" at either end: "share/doc"',
});
