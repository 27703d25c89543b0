import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import { GIT } from '../../lib/inputs/git/kind';
import { formatLock } from '../../lib/lock/format-lock';
import { EMPTY_LOCK, sectionOf } from '../../lib/lock/lock-file';
import { parseLock } from '../../lib/lock/read-lock';
import { SMALL_LOCK, SMALL_TEXT } from './small-lock';

describe('formatLock', () => {
  it('writes one fact a line, sorted bytewise, the library’s own kinds first', () => {
    expect(formatLock(SMALL_LOCK)).toBe(SMALL_TEXT);
  });

  it('writes an empty lock, and no section that has nothing in it', () => {
    expect(formatLock(EMPTY_LOCK)).toBe('{\n  "version": 2\n}\n');
    expect(formatLock({ sections: { http: {}, 'acme-inputs/maven': {} } })).toBe(
      formatLock(EMPTY_LOCK),
    );
    expect(parseLock(formatLock(EMPTY_LOCK))).toEqual(EMPTY_LOCK);
  });

  it('writes what it reads again', () => {
    expect(formatLock(parseLock(SMALL_TEXT))).toBe(SMALL_TEXT);
  });
});

describe('a lock of the first version', () => {
  const text = readFileSync(join(__dirname, '../fixtures/lock-version-1.json'), 'utf8');
  const first = JSON.parse(text);
  const [key = ''] = Object.keys(first.debian);
  const before = first.debian[key];
  const lock = parseLock(formatLock(parseLock(text)));

  it('is written as the newest, with the same refs, Releases and packages', () => {
    const written = JSON.parse(formatLock(parseLock(text)));

    expect(written.version).toBe(2);
    expect(written.git).toEqual(first.git);
    expect(written.debian[key].releases).toEqual(before.releases);
    expect(written.debian[key].packages).toEqual(before.packages);
    expect(formatLock(lock)).toBe(formatLock(parseLock(text)));
  });

  it('answers a ref as before', () => {
    for (const [name, entry] of Object.entries(first.git)) {
      const [url = '', ref = ''] = name.split('#');
      expect(GIT.section.find(sectionOf(lock, GIT), { url, ref })).toEqual(entry);
    }
  });

  const [suite = '', snapshot = ''] = key.split('@');
  const closures = Object.entries<Record<string, string[]>>(before.sets).flatMap(([set, each]) =>
    Object.entries(each).map(([architecture, names]) => ({ set, architecture, names })),
  );

  it.each(closures)('answers "$set" for $architecture as before', (closure) => {
    const { architecture, names, set } = closure;
    const [, packages = '', components = ''] = /^(.*) \[.*\] \((.*)\)$/.exec(set) ?? [];
    const [variant, ...include] = packages.split(' ');
    const isMinbase = variant === 'minbase';

    const answer = DEBIAN.section.find(sectionOf(lock, DEBIAN), {
      suite,
      snapshot,
      architecture,
      components: components.split(' '),
      variant: isMinbase ? 'minbase' : 'none',
      include: isMinbase ? include : packages.split(' '),
    });

    expect(answer?.map(({ archive: _, name, ...entry }) => [name, entry])).toEqual(
      names.map((name) => [name, before.packages[architecture][name]]),
    );
  });

  it('has one set for the same packages on several architectures', () => {
    const names = Object.keys(sectionOf(lock, DEBIAN)[key]?.sets ?? {});
    const bare = Object.keys(before.sets).map((name) => name.replace(/ \[[^\]]*\]/, ''));

    expect(names.sort()).toEqual([...new Set(bare)].sort());
    expect(closures.length).toBeGreaterThan(names.length);
  });

  it('keeps the closures of one set that each architecture had by itself', () => {
    const { sets } = before;
    const split: Record<string, Record<string, string[]>> = {};
    for (const { set, architecture, names } of closures) {
      split[set.replace(/\[.*\]/, `[${architecture}]`)] = { [architecture]: names };
    }
    const apart = { ...first, debian: { [key]: { ...before, sets: split } } };

    expect(Object.keys(split).length).toBeGreaterThan(Object.keys(sets).length);
    expect(formatLock(parseLock(JSON.stringify(apart)))).toBe(formatLock(lock));
  });
});
