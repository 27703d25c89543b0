import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies packages, with all that they depend on, from one `node_modules` to another: links into a
 * checkout are of no use to a user who may not enter it.
 */
export function copyModules(names: readonly string[], from: string, to: string): void {
  const wanted = [...names];
  const copied = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    // Optional dependencies of other platforms are not installed.
    if (copied.has(name) || !existsSync(join(from, name))) continue;
    copied.add(name);
    cpSync(join(from, name), join(to, name), { recursive: true });
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(from, name, 'package.json'), 'utf8'),
    ) as PackageDependencies;
    wanted.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
}

interface PackageDependencies {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
