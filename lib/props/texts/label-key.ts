import { text } from '../text';

/**
 * The key of a label.
 *
 * @see OCI image-spec, annotations.md; Docker's guide adds no more than a prefix to it
 */
export const LABEL_KEY = text({
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/,
  expected: 'a key of letters, digits, ".", "_", "/" and "-": "org.opencontainers.image.title"',
});
