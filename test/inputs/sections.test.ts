import fc from 'fast-check';
import { parseBinaryPackage } from '../../lib/debian';
import { BuildError } from '../../lib/errors';
import { CARGO } from '../../lib/inputs/cargo/kind';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import type { DebianSection } from '../../lib/inputs/debian/section';
import { GIT } from '../../lib/inputs/git/kind';
import { GO } from '../../lib/inputs/go/kind';
import type { GoRequest } from '../../lib/inputs/go/request';
import { HTTP } from '../../lib/inputs/http/kind';
import { IMAGE } from '../../lib/inputs/image/kind';
import type { ImageSection } from '../../lib/inputs/image/section';
import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import { KINDS, kindNamed } from '../../lib/inputs/kinds';
import { NPM } from '../../lib/inputs/npm/kind';
import { fakeWheels } from '../../lib/inputs/python/fake';
import { PYTHON } from '../../lib/inputs/python/kind';
import type { PythonRequest } from '../../lib/inputs/python/request';
import { TARBALL } from '../../lib/inputs/tarball/kind';
import { bytewise, SchemaReader } from '../../lib/json';

const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const name = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,8}$/),
  fc.constantFrom('constructor', 'toString', 'hasOwnProperty', '2048'),
);
const url = fc.webUrl();

const request: fc.Arbitrary<DebianRequest> = fc.record({
  suite: fc.constantFrom('trixie', 'sid', 'constructor'),
  snapshot: fc.constantFrom('20261101T000000Z', '20251101T000000Z'),
  components: fc.constantFrom(['main'], ['contrib', 'main']),
  variant: fc.constantFrom('minbase', 'none'),
  include: fc.uniqueArray(name, { maxLength: 3 }).map((names) => names.sort()),
  architecture: fc.constantFrom('amd64', 'arm64'),
});

const release = fc.record(
  {
    archive: fc.constantFrom('debian', 'debian-security'),
    sha256: hex(64),
    date: fc.constantFrom('2026-11-01T00:00:00Z', '1999-12-31T23:59:59Z'),
    signers: fc.uniqueArray(
      hex(40).map((one) => one.toUpperCase()),
      { maxLength: 3 },
    ),
    from: fc.constant('mirror' as const),
  },
  { requiredKeys: ['archive', 'sha256', 'date', 'signers'] },
);

const section: fc.Arbitrary<DebianSection> = fc.dictionary(
  fc.constantFrom('trixie@20261101T000000Z', 'sid@20261101T000000Z'),
  fc.record({
    releases: fc.dictionary(
      fc.constantFrom('trixie', 'trixie-updates', 'trixie-security'),
      release,
    ),
    later: fc.dictionary(
      fc.constantFrom('20261102T000000Z', '20261103T000000Z'),
      fc.dictionary(fc.constantFrom('trixie', 'trixie-security'), release),
    ),
    sets: fc.dictionary(
      name.map((one) => `${one} (main)`),
      fc.dictionary(fc.constantFrom('amd64', 'arm64'), fc.uniqueArray(name, { maxLength: 4 })),
    ),
    packages: fc.dictionary(
      fc.constantFrom('amd64', 'arm64'),
      fc.dictionary(
        name,
        fc.record(
          {
            version: fc.constantFrom('1', '1:2.0~rc1-3+b1'),
            suite: fc.constantFrom('trixie', 'trixie-security'),
            path: name.map((one) => `pool/main/${one}_1_amd64.deb`),
            size: fc.nat(),
            sha256: hex(64),
            source: fc.constantFrom('openssl 3.5.1-1', 'x 1:2'),
            snapshot: fc.constantFrom('20261102T000000Z', '20261103T000000Z'),
          },
          { requiredKeys: ['version', 'suite', 'path', 'size', 'sha256'] },
        ),
      ),
    ),
  }),
);

const goRequest: fc.Arbitrary<GoRequest> = fc.oneof(
  fc.record(
    {
      type: fc.constant('module' as const),
      module: fc.constantFrom('example.org/a', 'example.org/a/v2'),
      version: fc.constantFrom('v1.0.0', 'v2.0.0-rc.1'),
      sum: fc.constantFrom(`h1:${'A'.repeat(43)}=`, `h1:${'B'.repeat(43)}=`),
    },
    { requiredKeys: ['type', 'module', 'version'] },
  ),
  fc.record({
    type: fc.constant('git' as const),
    url,
    commit: hex(40),
    folder: fc.constantFrom('', 'server'),
  }),
  fc.record({
    type: fc.constant('files' as const),
    folder: fc.constantFrom('.', 'source', 'constructor'),
    goMod: fc.string(),
    goSum: fc.string(),
  }),
);

const pythonWanted = {
  python: fc.constantFrom('3.13.5', '3.11.2'),
  glibc: fc.constantFrom('2.41', '2.36'),
  architecture: fc.constantFrom('amd64', 'arm64'),
  extras: fc.subarray(['a', 'b']),
  groups: fc.subarray(['a', 'dev']),
  exclude: fc.subarray(['numpy']),
};
const pythonRequest: fc.Arbitrary<PythonRequest> = fc.oneof(
  fc.record({
    type: fc.constant('git' as const),
    url,
    commit: hex(40),
    folder: fc.constantFrom('', 'server'),
    ...pythonWanted,
  }),
  fc.record({
    type: fc.constant('file' as const),
    folder: fc.constantFrom('.', 'source', 'constructor'),
    file: fc.constantFrom('uv.lock', 'requirements.txt'),
    text: fc.string(),
    ...pythonWanted,
    project: fc.constantFrom('shop', 'extras'),
  }),
);

/** The section as the lock has it: lists that have no order of their own are sorted. */
function sorted(value: DebianSection): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) =>
    Array.isArray(inner) && key !== '' ? [...inner].sort(bytewise) : inner,
  );
}

const written = (value: DebianSection) => DEBIAN.section.write(value, '');
const read = (value: unknown) => DEBIAN.section.read(value, 'debian', schema);

describe('the section of Debian archives', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(section, (value) => {
        expect(read(JSON.parse(written(value)))).toEqual(sorted(value));
        expect(written(read(JSON.parse(written(value))))).toBe(written(value));
      }),
    );
  });

  test('with one value of another form is an error that names its place, or is the same for all', () => {
    fc.assert(
      fc.property(
        section,
        fc.nat(),
        fc.constantFrom(null, 7, -1, '../x', {}, []),
        (value, n, other) => {
          const tree = JSON.parse(written(value));
          const leaves: { at: Record<string, unknown>; key: string }[] = [];
          const walk = (at: Record<string, unknown>): void => {
            for (const key of Object.keys(at)) {
              leaves.push({ at, key });
              if (typeof at[key] === 'object') walk(at[key] as Record<string, unknown>);
            }
          };
          walk(tree);
          fc.pre(leaves.length > 0);
          const { at = {}, key = '' } = leaves[n % leaves.length] ?? {};
          at[key] = other;
          try {
            // What is read has no more than was there: a part that is empty, or a number of another size.
            expect(DEBIAN.section.count(read(tree))).toBeLessThanOrEqual(
              DEBIAN.section.count(value),
            );
          } catch (error) {
            expect(BuildError.is(error) && error.code).toBe('E_LOCK_FORMAT');
            expect(String(error)).toContain('lock: debian');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has paths that stay below the root of the archive, as indexes have', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      'pool',
      'a',
      '/',
      '//',
      '%2e%2e',
      '\\',
      '~',
      '',
      'x.deb',
      '..deb',
      '?',
      '#',
      '@',
      ':',
    );
    const path = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => `${parts.join('/')}.deb`);
    const base = 'https://snapshot.debian.org/archive/debian/20261101T000000Z/';
    const sum = 'a'.repeat(64);
    const isTaken = (run: () => unknown) => {
      try {
        run();
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(path, (one) => {
        // Flat archives put `./` before it, which the lock has not.
        const bare = one.replace(/^(\.\/)+/, '');
        const locked = { version: '1', suite: 'trixie', path: bare, size: 1, sha256: sum };
        const byLock = isTaken(() =>
          read({ a: { releases: {}, sets: {}, packages: { amd64: { x: locked } } } }),
        );
        const byIndex = isTaken(() =>
          parseBinaryPackage(
            `Package: x\nVersion: 1\nArchitecture: all\nFilename: ${one}\nSize: 1\nSHA256: ${sum}\n`,
          ),
        );

        expect(byLock).toBe(byIndex);
        if (byLock) expect(new URL(bare, base).href.startsWith(base)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('of the first version has the architectures of a set joined', () => {
    const old = {
      'make [amd64 arm64] (main)': { amd64: ['make'] },
      'make [arm64] (main)': { arm64: ['make', 'x'] },
      'odd [x] name (main)': { amd64: ['y'] },
    };
    const [archive] = Object.values(read({ a: { releases: {}, packages: {}, sets: old } }));

    expect(archive?.sets).toEqual({
      'make (main)': { amd64: ['make'], arm64: ['make', 'x'] },
      'odd [x] name (main)': { amd64: ['y'] },
    });
  });
});

describe('the section of images', () => {
  const digest = hex(64).map((text) => `sha256:${text}`);
  const images: fc.Arbitrary<ImageSection> = fc.dictionary(
    name.map((one) => `registry.example.org/${one}:1`),
    fc.record({
      digest,
      platforms: fc.dictionary(
        fc.constantFrom('linux/amd64', 'linux/arm/v7', 'constructor'),
        fc.record({
          manifest: digest,
          layers: fc.nat(),
          created: fc.nat(),
          config: fc.record(
            {
              User: fc.constantFrom('root', '65532:65532'),
              Env: fc.constantFrom(['PATH=/bin'], ['A=', 'B==']),
              Volumes: fc.constant({ '/data': {} }),
              Labels: fc.dictionary(name, fc.string(), { minKeys: 1 }),
              Healthcheck: fc.constant({ Test: ['CMD', '/health'], Retries: 2 }),
            },
            { requiredKeys: [] },
          ),
        }),
      ),
    }),
  );
  const text = (value: ImageSection) => IMAGE.section.write(value, '');
  const again = (value: unknown) => IMAGE.section.read(value, 'image', schema);

  test('is read as it was written', () => {
    fc.assert(
      fc.property(images, (value) => {
        const known = again(JSON.parse(text(value)));
        expect(known).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text(again(JSON.parse(text(known))))).toBe(text(known));
      }),
    );
  });

  test('tells what nothing asks for: an image, or one of its platforms', () => {
    fc.assert(
      fc.property(images, (value) => {
        const all = Object.entries(value).flatMap(([reference, { platforms }]) =>
          Object.keys(platforms).map((platform) => ({ reference, platform })),
        );
        const [first, ...rest] = all;
        fc.pre(first !== undefined);
        const isAlone = !rest.some(({ reference }) => reference === first?.reference);
        const place = `["${first?.reference}"]`;

        const empty = Object.keys(value).filter((key) => !all.some((one) => one.reference === key));
        expect(IMAGE.section.unused(value, all)).toEqual(empty.map((key) => `["${key}"]`));
        expect(IMAGE.section.unused(value, rest)).toContain(
          isAlone ? place : `${place}.platforms["${first?.platform}"]`,
        );
      }),
    );
  });

  test('is refused with a value of another form, at its place', () => {
    const good = { digest: `sha256:${'a'.repeat(64)}`, platforms: {} };
    const platform = { manifest: good.digest, layers: 1, created: 0, config: {} };
    const wrong = [
      [{ ...good, digest: 'sha256:x' }, '.digest'],
      [{ ...good, platforms: { 'linux/amd64': { ...platform, manifest: '../x' } } }, '.manifest'],
      [{ ...good, platforms: { 'linux/amd64': { ...platform, layers: -1 } } }, '.layers'],
      [{ ...good, platforms: { a: { ...platform, config: { Env: [7] } } } }, '.config.Env[0]'],
    ] as const;
    for (const [entry, place] of wrong) {
      expect(() => again({ 'r.example/x:1': entry })).toThrow(`image["r.example/x:1"]`);
      expect(() => again({ 'r.example/x:1': entry })).toThrow(place);
    }
  });
});

describe('made-up answers of package sets', () => {
  test('are found for each request that was added, in whatever order, and nothing is unused', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
        const all = requests.reduce(
          (known, one) => DEBIAN.section.add?.(known, one, DEBIAN.fake?.(one) ?? []) ?? known,
          DEBIAN.section.empty,
        );
        const again = read(JSON.parse(written(all)));

        for (const one of requests) {
          expect(DEBIAN.section.find(again, one)).toEqual(DEBIAN.fake?.(one));
        }
        expect(DEBIAN.section.unused(again, requests)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('are not found for a request of another set, architecture or archive', () => {
    fc.assert(
      fc.property(request, request, (one, other) => {
        fc.pre(DEBIAN.key(one) !== DEBIAN.key(other));
        const known = DEBIAN.section.add?.({}, one, DEBIAN.fake?.(one) ?? []) ?? {};

        expect(DEBIAN.section.find(known, other)).toBeUndefined();
      }),
    );
  });
});

describe('the section of Go modules', () => {
  const answered = fc
    .array(goRequest, { minLength: 1, maxLength: 4 })
    .map((requests) => requests.filter(({ type }) => type !== 'files'));
  const all = (requests: readonly GoRequest[]) =>
    requests.reduce(
      (known, one) => GO.section.add?.(known, one, made(one)) ?? known,
      GO.section.empty,
    );
  const made = (one: GoRequest) => {
    const answer = GO.fake?.(one);
    if (answer === undefined) throw new Error('nothing was made up');
    return answer;
  };
  const readGo = (value: unknown) => GO.section.read(value, 'go', schema);

  test('is read as it was written, and has nothing that is not asked for', () => {
    fc.assert(
      fc.property(answered, (requests) => {
        // One archive has one hash, whoever asks for it.
        fc.pre(requests.every((one) => one.type !== 'module' || one.sum === undefined));
        const text = GO.section.write(all(requests), '');
        const again = readGo(JSON.parse(text));

        expect(GO.section.write(again, '')).toBe(text);
        for (const one of requests) {
          expect(GO.section.find(again, one)?.files).toEqual(
            expect.arrayContaining([...made(one).files]),
          );
        }
        expect(GO.section.unused(again, requests)).toEqual([]);
        const count = GO.section.unused(again, []).length;
        expect(count).toBe(GO.section.count(again) + Object.keys(again.sets).length);
      }),
      { numRuns: 50 },
    );
  });

  test('is refused where a set names a file that is not there, or one whose name leads elsewhere', () => {
    const file = { h1: `h1:${'A'.repeat(43)}=`, size: 1, sha256: 'a'.repeat(64) };
    const set = (name: string) => ({ s: { module: 'example.org/a', files: [name] } });
    const codes = (value: unknown) => {
      try {
        readGo(value);
        return 'read';
      } catch (error) {
        return BuildError.is(error) && error.code;
      }
    };
    const name = 'example.org/a@v1.0.0';

    expect(codes({ sets: set(name), files: { [name]: file } })).toBe('read');
    expect(codes({ sets: set(name), files: {} })).toBe('E_LOCK_FORMAT');
    for (const odd of ['../x@v1.0.0', 'example.org/a@v1.0.0/go.sum', 'example.org/a', 'x@y']) {
      expect(codes({ sets: set(odd), files: { [odd]: file } })).toBe('E_LOCK_FORMAT');
    }
    expect(codes({ sets: {}, files: { [name]: { ...file, h1: 'h1:x' } } })).toBe('E_LOCK_FORMAT');
  });

  test('answers no request whose archive is to have another hash', () => {
    const one: GoRequest = { type: 'module', module: 'example.org/a', version: 'v1.0.0' };
    const known = all([{ ...one, sum: `h1:${'A'.repeat(43)}=` }]);
    const other: GoRequest = { ...one, sum: `h1:${'B'.repeat(43)}=` };

    expect(GO.section.find(known, other)).toBeUndefined();
  });
});

describe('the section of Python packages', () => {
  const readPython = (value: unknown) => PYTHON.section.read(value, 'python', schema);
  const wheel = 'https://files.example/packages/a-1.0-py3-none-any.whl';
  const file = { size: 1, sha256: 'a'.repeat(64) };

  test('is read as it was written, and has nothing that is not asked for', () => {
    fc.assert(
      fc.property(fc.array(pythonRequest, { minLength: 1, maxLength: 4 }), (requests) => {
        const all = requests.reduce(
          (known, one) => PYTHON.section.add?.(known, one, fakeWheels(one)) ?? known,
          PYTHON.section.empty,
        );
        const text = PYTHON.section.write(all, '');
        const again = readPython(JSON.parse(text));

        expect(PYTHON.section.write(again, '')).toBe(text);
        for (const one of requests) {
          expect(PYTHON.section.find(again, one)).toEqual(fakeWheels(one));
        }
        expect(PYTHON.section.unused(again, requests)).toEqual([]);
        const count = PYTHON.section.unused(again, []).length;
        expect(count).toBe(PYTHON.section.count(again) + Object.keys(again.sets).length);
      }),
      { numRuns: 50 },
    );
  });

  const files = (url: string, one: unknown = file) => ({ sets: {}, files: { [url]: one } });

  test.each<[string, unknown]>([
    ['a wheel that is not there', { sets: { s: [wheel] }, files: {} }],
    ['a name that leads elsewhere', files('https://files.example/..%2fa-1.0-py3-none-any.whl')],
    ['what is no wheel', files('https://files.example/a-1.0.tar.gz')],
    ['a login', files('https://me:pw@files.example/a-1.0-py3-none-any.whl')],
    ['a file of this machine', files('file:///a-1.0-py3-none-any.whl')],
    ['no hash', files(wheel, { size: 1 })],
    ['another hash', files(wheel, { size: 1, sha256: 'x' })],
  ])('is refused with %s', (_what, value) => {
    expect(() => readPython({ sets: { s: [wheel] }, files: { [wheel]: file } })).not.toThrow();
    expect(() => readPython(value)).toThrow(expect.objectContaining({ code: 'E_LOCK_FORMAT' }));
  });
});

describe('requests of each kind', () => {
  const requests: Readonly<Record<string, fc.Arbitrary<InputRequest>>> = {
    [GIT.name]: fc.record({ url, ref: name.map((one) => `refs/tags/${one}`) }),
    [HTTP.name]: fc.record({ url }),
    [CARGO.name]: fc.oneof(
      fc.record({
        type: fc.constant('git' as const),
        url,
        commit: hex(40),
        folder: fc.constantFrom('', 'sub', 'a/b'),
      }),
      fc.record({
        type: fc.constant('crate' as const),
        crate: fc.constantFrom('tool', 'cargo_x', 'a-b'),
        version: fc.constantFrom('1.2.3', '0.1.0-rc.1+x'),
      }),
    ),
    [IMAGE.name]: fc.record({
      reference: name.map((one) => `registry.example.org/${one}:1`),
      platform: fc.constantFrom('linux/amd64', 'linux/arm/v7'),
    }),
    [DEBIAN.name]: request,
    [GO.name]: goRequest,
    [PYTHON.name]: pythonRequest,
    [NPM.name]: fc.oneof(
      fc.record({
        type: fc.constant('list' as const),
        packages: fc.dictionary(
          fc.constantFrom('a', '@b/c'),
          fc.constantFrom('1.0.0', '^2', 'latest'),
          {
            minKeys: 1,
            maxKeys: 1,
          },
        ),
      }),
      fc.record({
        type: fc.constant('git' as const),
        url,
        commit: hex(40),
        folder: fc.constantFrom('', 'sub'),
      }),
    ),
    [TARBALL.name]: fc.record({
      files: fc.dictionary(
        fc.constantFrom('https://r.example/a.tgz', 'https://r.example/b.tgz'),
        fc.constantFrom(1, 2).map((byte) => `sha512-${Buffer.alloc(64, byte).toString('base64')}`),
        { minKeys: 1, maxKeys: 1 },
      ),
      absent: fc.constantFrom([], ['x@1.0.0']),
    }),
  };

  test.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (of, kind: InputKind) => {
    expect(kindNamed(of)).toBe(kind);
    const one = requests[of] ?? fc.constant({});
    fc.assert(
      fc.property(one, one, (a, b) => {
        // As the manifest has them, with what a later version may add.
        const manifest = JSON.parse(JSON.stringify({ ...a, later: 1 }));
        expect(kind.readRequest(manifest, 'requests[0]', schema)).toEqual(a);
        // Equal keys are one request, and people can tell two apart.
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect(kind.key(a) === kind.key(b)).toBe(isSame);
        expect(kind.describe(a) === kind.describe(b)).toBe(isSame);
      }),
    );
    expect(() => kind.readRequest({}, 'requests[3]', schema)).toThrow(/lock: requests\[3\]\./);
  });
});
