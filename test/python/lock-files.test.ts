import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import {
  type LockContext,
  type LockedPackages,
  readPoetryLock,
  readPylock,
  readRequirements,
  readUvLock,
} from '../../lib/python';
import { lockContext } from '../support/python-lock';

const FIXTURES = join(__dirname, '../fixtures/python');

type Read = (context: LockContext) => LockedPackages;

/** The same project, as uv and Poetry lock it: test/fixtures/python/pyproject.toml. */
const text = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');
const READERS: Readonly<Record<string, Read>> = {
  'requirements.txt': (context) => readRequirements(text('requirements.txt'), context),
  'pylock.toml': (context) => readPylock(parse(text('pylock.toml')), context),
  'uv.lock': (context) => readUvLock(parse(text('uv.lock')), context),
  'poetry.lock': (context) => readPoetryLock(parse(text('poetry.lock')), context),
};

const ALWAYS = [
  ...['anyio==4.16.0', 'certifi==2026.10.19.post1', 'h11==0.16.0', 'h2==4.4.1', 'hpack==4.2.0'],
  ...['httpcore==1.0.9', 'httpx==0.28.1', 'hyperframe==6.1.0', 'idna==3.20', 'markupsafe==3.0.4'],
];
const pins = ({ packages }: LockedPackages) =>
  packages.map(({ name, version }) => `${name}==${version}`);

describe.each(Object.entries(READERS))('%s', (name, read) => {
  // What uv exports to a pylock.toml has extras and groups among all others.
  const cli = name === 'pylock.toml' ? ['click==8.5.1', 'iniconfig==2.3.1'] : [];

  test.each([
    ['3.13.5', ['typing-extensions==4.16.0']],
    ['3.11.2', ['tomli==2.5.0', 'typing-extensions==4.16.0']],
    ['3.15.0', []],
  ])('has what the project needs with Python %s on Linux', (python, more) => {
    const found = read(lockContext({}, { python }));

    expect(pins(found)).toEqual([...ALWAYS, ...cli, ...more].sort());
  });

  test('has a hash of each package, and where they are if the file says it', () => {
    for (const { files, hashes } of read(lockContext()).packages) {
      const sums = hashes ?? files?.map(({ sha256 }) => sha256) ?? [];
      expect(sums.length).toBeGreaterThan(0);
      for (const sum of sums) expect(sum).toMatch(/^[0-9a-f]{64}$/);
      if (/requirements|poetry/.test(name)) expect(files).toBeUndefined();
      else for (const file of files ?? []) expect(file.url.endsWith(file.filename)).toBe(true);
    }
  });

  test('leaves out what comes from elsewhere', () => {
    expect(pins(read(lockContext({ exclude: ['MarkupSafe'] })))).not.toContain('markupsafe==3.0.4');
  });

  test('is refused for a Python that it is not for, where it says so', () => {
    const refused = () => read(lockContext({}, { python: '3.10.1' }));

    if (name === 'requirements.txt') expect(refused).not.toThrow();
    else expect(refused).toThrow(/Python 3\.10\.1 is not what it needs/);
  });
});

test.each(['uv.lock', 'poetry.lock'])('%s has extras and groups that are asked for', (name) => {
  const read = READERS[name] ?? (() => ({ packages: [] }));

  expect(pins(read(lockContext({ extras: ['CLI'] })))).toContain('click==8.5.1');
  expect(pins(read(lockContext({ groups: ['dev'] })))).toContain('iniconfig==2.3.1');
  expect(() => read(lockContext({ extras: ['gui'] }))).toThrow('there is no extra "gui"');
  expect(() => read(lockContext({ groups: ['docs'] }))).toThrow('there is no group "docs"');
});

test('an excluded package of uv.lock takes with it what it alone needs', () => {
  const found = READERS['uv.lock']?.(lockContext({ exclude: ['httpx'] }));

  expect(found && pins(found)).toEqual(['markupsafe==3.0.4']);
});
