import { text } from '../text';

/**
 * The name of an environment variable that every shell can hold.
 *
 * @see POSIX, Base Definitions 8.1
 */
export const VARIABLE_NAME = text({
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  expected: 'the name of a variable, of letters, digits and "_": "LOG_LEVEL"',
});
