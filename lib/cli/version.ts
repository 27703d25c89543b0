import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in this package's own package.json. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const isOurs =
        typeof content === 'object' &&
        content !== null &&
        'version' in content &&
        'name' in content;
      if (isOurs) return String(content.version);
    }
    if (folder === dirname(folder)) return 'unknown';
  }
}
