import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');

function pages(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const fresh = temporaryFolder('api');

test('every public name is documented, and docs/api says what the code says', () => {
  // Fails on a name without a comment, and on a link that leads nowhere: see typedoc.json.
  execFileSync('npx', ['--no-install', 'typedoc', '--out', fresh], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  expect(pages(join(ROOT, 'docs/api'))).toEqual(pages(fresh));
}, 120_000);
