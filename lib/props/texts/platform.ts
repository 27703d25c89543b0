import { text } from '../text';

/** A platform by its name. */
export const PLATFORM = text({
  pattern: /^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9.]+)?$/,
  expected: 'os/architecture, e.g. "linux/arm64"',
});
