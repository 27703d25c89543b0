import { text } from '../text';

/** The name of an image in commands and in the assembly: the id of its construct. */
export const IMAGE_NAME = text({
  pattern: /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
  expected: 'lower-case letters and digits, joined by ".", "_" or "-": "hello"',
});
