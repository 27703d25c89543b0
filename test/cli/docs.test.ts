import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ERROR_CODES } from '../../lib/errors';
import { renderCliDocs } from '../../scripts/generate-cli-docs';
import { renderErrorDocs } from '../../scripts/generate-error-docs';

const ROOT = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Every TypeScript file of the library. */
function sources(): string[] {
  return ['lib', 'constructs'].flatMap((part) =>
    readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
      .map((name) => join(part, name)),
  );
}

test('docs/errors.md is what scripts/generate-error-docs.ts makes', () => {
  expect(read('docs/errors.md')).toBe(renderErrorDocs());
});

test('docs/cli.md is what scripts/generate-cli-docs.ts makes', () => {
  expect(read('docs/cli.md')).toBe(renderCliDocs());
});

test('every error code is used, and every code that is used is in the table', () => {
  const used = new Set(
    sources()
      .filter((file) => file !== 'lib/errors/codes.ts')
      .flatMap((file) =>
        [...read(file).matchAll(/(?<!startsWith\()'(E_[A-Z0-9_]*[A-Z0-9])'/g)].map(
          ([, code]) => code,
        ),
      ),
  );

  expect([...used].filter((code) => !Object.hasOwn(ERROR_CODES, code ?? ''))).toEqual([]);
  expect(Object.keys(ERROR_CODES).filter((code) => !used.has(code))).toEqual([]);
});

test('meaning and remedy of every code are in one style: lower case, no final period', () => {
  const wrong = Object.entries(ERROR_CODES).filter(([, { meaning, remedy }]) =>
    [meaning, remedy].some((text) => /^[A-Z][a-z]+ /.test(text) || text.endsWith('.')),
  );
  expect(wrong).toEqual([]);
});
