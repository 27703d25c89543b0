import { App, entrySection, GIT, type InputKind, LocatedConstruct } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { HTTP } from '../../../lib/inputs/http/kind';
import { EMPTY_LOCK, type LockFile } from '../../../lib/lock/lock-file';
import { parseLock } from '../../../lib/lock/read-lock';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const COMMIT = 'c'.repeat(40);
const REQUEST = { url: 'https://git.example.org/a.git', ref: 'refs/tags/v1' };
const KEY = `${REQUEST.url}#${REQUEST.ref}`;
const LOCK: LockFile = { sections: { git: { [KEY]: { commit: COMMIT } } } };

class Asker extends LocatedConstruct {}

function askers(...ids: string[]): LocatedConstruct[] {
  const app = new App();
  return ids.map((id) => new Asker(app, id));
}

describe('asking the lock', () => {
  test('gives the answer of the lock, on every platform', () => {
    const [asker] = askers('a');
    if (asker === undefined) throw new Error('no asker');
    const lowering = new Lowering(LOCK, AMD64);

    expect(lowering.target(AMD64).ask(asker, GIT, REQUEST)).toEqual({ commit: COMMIT });
    expect(lowering.target(ARM64).ask(asker, GIT, REQUEST)).toEqual({ commit: COMMIT });
    expect(lowering.isComplete).toBe(true);
    expect(lowering.missing()).toEqual([]);
    expect(lowering.requests()).toHaveLength(1);
  });

  test('gives nothing while there is no answer, and notes who asked first', () => {
    const [a, b] = askers('a', 'b');
    if (a === undefined || b === undefined) throw new Error('no asker');
    const lowering = new Lowering(EMPTY_LOCK, AMD64);

    expect(lowering.target(AMD64).ask(a, GIT, REQUEST)).toBeUndefined();
    expect(lowering.target(ARM64).ask(b, GIT, REQUEST)).toBeUndefined();
    expect(lowering.isComplete).toBe(false);
    expect(lowering.missing()).toEqual([
      {
        kind: 'git',
        key: KEY,
        says: `"refs/tags/v1" of ${REQUEST.url}`,
        constructPath: 'a',
        source: expect.objectContaining({ file: 'test/constructs/core/lowering.test.ts' }),
        request: REQUEST,
      },
    ]);
  });

  test('says of each answer which it was, so that another lock is told from this one', () => {
    const answerOf = (commit: string) => {
      const [asker] = askers('a');
      if (asker === undefined) throw new Error('no asker');
      const lowering = new Lowering({ sections: { git: { [KEY]: { commit } } } }, AMD64);
      lowering.target(AMD64).ask(asker, GIT, REQUEST);
      return lowering.requests()[0]?.answer;
    };

    expect(answerOf(COMMIT)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(answerOf(COMMIT)).toBe(answerOf(COMMIT));
    expect(answerOf(COMMIT)).not.toBe(answerOf('d'.repeat(40)));
  });

  test('lists requests sorted, whatever the order of asking', () => {
    const [asker] = askers('a');
    if (asker === undefined) throw new Error('no asker');
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const target = lowering.target(AMD64);
    target.ask(asker, HTTP, { url: 'https://example.org/z' });
    target.ask(asker, HTTP, { url: 'https://example.org/a' });
    target.ask(asker, GIT, REQUEST);

    expect(lowering.requests().map(({ key, kind }) => `${kind} ${key}`)).toEqual([
      `git ${KEY}`,
      'http https://example.org/a',
      'http https://example.org/z',
    ]);
  });
});

describe('a kind of another package', () => {
  const key = ({ name }: { name: string }) => name;
  const OWN: InputKind<{ name: string }, { version: number }> = {
    name: 'acme/own',
    key,
    describe: ({ name }) => `the version of ${name}`,
    readRequest: (value, at, schema) => ({
      name: schema.text(schema.object(value, at).name, `${at}.name`),
    }),
    section: entrySection({
      key,
      nouns: ['version', 'versions'],
      read: (value, at, schema) => ({
        version: schema.size(schema.object(value, at).version, `${at}.version`),
      }),
    }),
    resolve: async () => ({ version: 1 }),
  };
  const lock = (entry: string) => parseLock(`{"version": 2, "acme/own": {"x": ${entry}}}`);
  const ask = (from: LockFile, name: string) => {
    const [asker] = askers('a');
    if (asker === undefined) throw new Error('no asker');
    const lowering = new Lowering(from, AMD64);
    return { answer: lowering.target(AMD64).ask(asker, OWN, { name }), lowering };
  };

  test('reads its section of the lock itself', () => {
    expect(ask(lock('{"version": 7}'), 'x').answer).toEqual({ version: 7 });
    expect(ask(lock('{"version": 7}'), 'y').answer).toBeUndefined();
    expect(ask(EMPTY_LOCK, 'x').answer).toBeUndefined();
  });

  test('fails for an entry that it cannot read, and names the place in the lock', () => {
    expect(() => ask(lock('{"version": "seven"}'), 'x')).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: 'synth.lock.json: acme/own["x"].version has the wrong form',
      }),
    );
  });

  test('is known to the walk by its name, for the app answers its requests', () => {
    expect(ask(EMPTY_LOCK, 'x').lowering.kinds().get('acme/own')).toBe(OWN);
  });
});

describe('local inputs and files of archives', () => {
  test('stand in the walk under their names', () => {
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const input = { type: 'directory', path: 'files', include: [], exclude: [] } as const;
    const file = { archive: 'debian', path: 'pool/a.deb', size: 1, sha256: 'a'.repeat(64) };
    const target = lowering.target(ARM64);

    const state = target.local('files', input, { includePatterns: ['*.conf'] });
    target.mirrored('https://example.org/pool/a.deb', file);

    expect(state.output).toBeDefined();
    expect([...lowering.locals]).toEqual([['files', input]]);
    expect([...lowering.archiveFiles]).toEqual([['https://example.org/pool/a.deb', file]]);
  });
});

describe('a name of a local input', () => {
  const folder = { type: 'directory', path: 'files', include: ['a'], exclude: ['b'] } as const;
  const deb = {
    type: 'deb-member',
    url: 'https://example.org/a.deb',
    member: 'a',
    file: 'a',
  } as const;
  const target = () => new Lowering(EMPTY_LOCK, AMD64).target(AMD64);

  test('can be given again to the same input', () => {
    const both = target();
    both.local('files', folder);

    expect(() => both.local('files', { ...folder, include: ['a'] })).not.toThrow();
  });

  test.each([
    ['another folder', { ...folder, path: 'others' }],
    ['other files of it', { ...folder, include: [] }],
    ['more files of it', { ...folder, exclude: [] }],
    ['a file of a package', deb],
  ])('cannot stand for %s too', (_what, other) => {
    for (const [first, second] of [
      [folder, other],
      [other, folder],
    ] as const) {
      const both = target();
      both.local('files', first);
      expect(() => both.local('files', second)).toThrow(
        expect.objectContaining({ code: 'E_LOCAL_NAME' }),
      );
    }
  });

  test('of a file of a package tells its content, so its URL may differ', () => {
    const both = target();
    both.local('unpacker', deb);

    expect(() => both.local('unpacker', { ...deb, url: 'https://example.org/b' })).not.toThrow();
  });
});

describe('platforms of a walk', () => {
  test('have one target each, which leads to the others', () => {
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const target = lowering.target(ARM64);

    expect(target.platform).toEqual(ARM64);
    expect(target.build).toEqual(AMD64);
    expect(target.for(AMD64)).toBe(lowering.target({ ...AMD64 }));
    expect(target.for(ARM64)).toBe(target);
  });

  test('make what is made once apart from each other', () => {
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const owner = {};
    const make = (platform: typeof AMD64) =>
      lowering.target(platform).once(owner, () => platform.architecture);

    expect([make(AMD64), make(ARM64), make(AMD64)]).toEqual(['amd64', 'arm64', 'amd64']);
  });
});
