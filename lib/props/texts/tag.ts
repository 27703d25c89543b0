import { text } from '../text';

/**
 * The tag of an image.
 *
 * @see OCI distribution-spec, `reference`
 */
export const TAG = text({
  pattern: /^\w[\w.-]{0,127}$/,
  expected: 'letters, digits, "_", "." and "-", 128 at most: "v1.2.0"',
});
