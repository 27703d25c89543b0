import { formatPlatform, parsePlatform } from '../../oci/platform';
import { usageError } from './usage-error';

/**
 * Reads `--platform`, given several times or as a list with commas.
 *
 * @throws BuildError `E_USAGE`
 */
export function parsePlatformOptions(values: readonly string[]): string[] {
  const platforms = values
    .flatMap((value) => value.split(','))
    .map((text) => {
      const platform = parsePlatform(text.trim());
      if (platform === undefined) {
        throw usageError(`option "--platform" has a value that is no platform`, {
          got: `"${text}"`,
          expected: 'os/architecture, e.g. linux/arm64',
        });
      }
      return formatPlatform(platform);
    });
  return [...new Set(platforms)];
}
