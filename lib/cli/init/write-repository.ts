import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { BuildError } from '../../errors';
import { writeFileWhole } from '../../files/write-file';
import { packageFolder, packageVersion } from '../../package';

/** The repository that is copied. */
const TEMPLATE = 'examples/new';
/** npm packs no file of the first name. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/**
 * Writes the files of a new repository into a folder, which is made; its name becomes that of the
 * package, and its Debian is that of a day.
 *
 * @param now milliseconds since 1970
 * @returns the files, relative to the folder, sorted
 * @throws BuildError `E_INIT_FOLDER` where one of them is there already
 */
export function writeRepository(folder: string, now: number): string[] {
  const template = join(packageFolder(), TEMPLATE);
  const values = {
    name: packageName(basename(folder)),
    version: packageVersion(),
    snapshot: midnightBefore(now),
  };
  const files = new Map(
    filesBelow(template).map((path) => [
      RENAMED[path] ?? path,
      readFileSync(join(template, path), 'utf8'),
    ]),
  );
  const names = [...files.keys()].sort();
  const present = names.filter((name) => existsSync(join(folder, name)));
  if (present.length > 0) {
    throw new BuildError(
      'E_INIT_FOLDER',
      `folder "${folder}" has files that would be overwritten`,
      {
        got: present.join(', '),
        expected: 'a folder without them, or none',
        fix: 'name another folder: "synth init images"',
      },
    );
  }
  for (const [name, text] of files) writeFileWhole(join(folder, name), fill(text, values));
  return names;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => relative(folder, join(parentPath, name)));

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);

/** A name that npm takes for a package. */
function packageName(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'images'
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The snapshot of the last midnight, UTC: archives need some hours to keep a state. */
function midnightBefore(now: number): string {
  const day = new Date(now - (now % DAY_MS)).toISOString();
  return day.replace(/[-:]|\.\d+/g, '');
}
