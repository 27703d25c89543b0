import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const json = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));

// The list of entry points is that of package.json; all others must have the same.
const exported: Record<string, { types: string; default: string } | string> =
  json('package.json').exports;
const entries = Object.entries(exported).flatMap(([name, files]) =>
  typeof files === 'string'
    ? []
    : [{ name: `buildkit-cdk${name.slice(1)}`, source: sourceOf(files.types), files }],
);

function sourceOf(declarations: string): string {
  return declarations.replace('./dist/', '').replace(/\.d\.ts$/, '.ts');
}

describe.each(entries)('the entry point $name', ({ name, source, files }) => {
  test('has declarations and code in the same place', () => {
    expect(files.types.replace(/\.d\.ts$/, '.js')).toBe(files.default);
  });

  test('is found by the compiler in this checkout', () => {
    expect(json('tsconfig.json').compilerOptions.paths[name]).toEqual([`./${source}`]);
  });

  test('is found by tests in this checkout', () => {
    const { moduleNameMapper } = require(join(ROOT, 'jest.config.js'));
    expect(moduleNameMapper[`^${name}$`]).toBe(`<rootDir>/${source}`);
  });

  test('is compiled', () => {
    const bundled = readFileSync(join(ROOT, 'scripts/bundle.mjs'), 'utf8');
    expect(bundled).toContain(`'${source.replace(/\.ts$/, '')}': '${source}'`);
  });

  test('is documented', () => {
    expect(json('typedoc.json').entryPoints).toContain(source);
  });
});
