import { readPackageFile } from './package-file';

/** The version in this package's own package.json. */
export function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(readPackageFile('package.json'));
  return version;
}
