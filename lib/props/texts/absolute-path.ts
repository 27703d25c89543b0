import { text } from '../text';

/** A path in an image: absolute, and clean as Go's `path.Clean` leaves it. */
export const ABSOLUTE_PATH = text({
  pattern: /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+)$/,
  expected: 'an absolute path without "..", "//" and a "/" at its end: "/var/lib/app"',
});
