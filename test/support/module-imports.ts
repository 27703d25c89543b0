import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** The text of a module of this repository, without its comments. */
export function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
}

/** The modules below a folder, without generated ones; paths are from the root of the repository. */
export function modulesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => join(folder, name));
}

/** What a module imports, be it a type alone, as it names it. */
export function importsOf(file: string): string[] {
  return matches(file, [/\bfrom '([^']+)'/g, ...LATE]);
}

/** The modules of this repository that a module needs when it runs, at once or later. */
export function modulesNeededBy(file: string): string[] {
  const specifiers = matches(file, [
    /^(?:import|export) (?!type )(?:[\w\s*{},$]* from )?'([^']+)'/gm,
    ...LATE,
  ]);
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .flatMap((specifier) => {
      const path = pathOf(file, specifier);
      const found = [`${path}.ts`, `${path}/index.ts`].find((name) => existsSync(join(ROOT, name)));
      return found ?? [];
    });
}

/** What a specifier names, from the root of the repository; packages as they are. */
export function pathOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(ROOT, resolve(ROOT, dirname(file), specifier));
}

const LATE = [/\bimport\('([^']+)'\)/g, /\brequire\('([^']+)'\)/g];

function matches(file: string, patterns: readonly RegExp[]): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}
