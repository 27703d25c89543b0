import { CARGO } from '../../lib/inputs/cargo/kind';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import { GIT } from '../../lib/inputs/git/kind';
import { GO } from '../../lib/inputs/go/kind';
import { HTTP } from '../../lib/inputs/http/kind';
import { IMAGE } from '../../lib/inputs/image/kind';
import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import { KINDS } from '../../lib/inputs/kinds';
import { NPM } from '../../lib/inputs/npm/kind';
import { PYTHON } from '../../lib/inputs/python/kind';
import { TARBALL } from '../../lib/inputs/tarball/kind';
import { SchemaReader } from '../../lib/json';

const URL = 'https://example.org/x';
const INTEGRITY = `sha512-${Buffer.alloc(64).toString('base64')}`;

const PYTHON_SET = {
  ...{ type: 'git', url: URL, commit: 'a'.repeat(40), folder: '' },
  ...{ python: '3.13.5', glibc: '2.41', architecture: 'amd64' },
  ...{ extras: [], groups: [], exclude: [] },
};

const SET: DebianRequest = {
  suite: 'trixie',
  snapshot: '20261101T000000Z',
  components: ['main'],
  variant: 'minbase',
  include: ['make'],
  architecture: 'amd64',
};

/** Two requests of each kind. */
const REQUESTS: Readonly<Record<string, readonly [InputRequest, InputRequest]>> = {
  [GIT.name]: [
    { url: URL, ref: 'refs/tags/v1' },
    { url: URL, ref: 'refs/tags/v2' },
  ],
  [GO.name]: [
    { type: 'module', module: 'example.org/tool', version: 'v1.0.0' },
    { type: 'git', url: URL, commit: 'a'.repeat(40), folder: '' },
  ],
  [PYTHON.name]: [PYTHON_SET, { ...PYTHON_SET, architecture: 'arm64' }],
  [HTTP.name]: [{ url: URL }, { url: `${URL}/y` }],
  [NPM.name]: [
    { type: 'list', packages: { 'left-pad': '1.3.0' } },
    { type: 'git', url: URL, commit: 'a'.repeat(40), folder: '' },
  ],
  [TARBALL.name]: [
    { files: { [`${URL}/a.tgz`]: INTEGRITY }, absent: [] },
    { files: { [`${URL}/b.tgz`]: INTEGRITY }, absent: ['c@1.0.0'] },
  ],
  [CARGO.name]: [
    { type: 'git', url: URL, commit: 'a'.repeat(40), folder: '' },
    { type: 'crate', crate: 'tool', version: '1.2.3' },
  ],
  [IMAGE.name]: [
    { reference: 'registry.example.org/x:1', platform: 'linux/amd64' },
    { reference: 'registry.example.org/x:1', platform: 'linux/arm64' },
  ],
  [DEBIAN.name]: [SET, { ...SET, variant: 'none', include: ['hello'], architecture: 'arm64' }],
};

function fake(kind: InputKind, request: InputRequest): unknown {
  if (kind.fake === undefined) throw new Error(`${kind.name} makes no answers up`);
  return kind.fake(request);
}

function add(kind: InputKind, section: unknown, request: InputRequest): unknown {
  const answer = fake(kind, request);
  const { section: ofKind } = kind;
  return (
    ofKind.add?.(section, request, answer) ?? { ...Object(section), [kind.key(request)]: answer }
  );
}

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('the kind "%s"', (name, kind) => {
  const [first, second] = REQUESTS[name] ?? [{}, {}];

  test('makes up one answer for a request, and another for another', () => {
    expect(fake(kind, first)).toEqual(fake(kind, { ...first }));
    expect(fake(kind, second)).not.toEqual(fake(kind, first));
  });

  test('finds made-up answers in its section, as it was written and read', () => {
    const section = add(kind, add(kind, kind.section.empty, first), second);
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    const read = kind.section.read(JSON.parse(kind.section.write(section, '')), name, schema);

    expect(kind.section.find(read, first)).toEqual(fake(kind, first));
    expect(kind.section.find(read, second)).toEqual(fake(kind, second));
    expect(kind.section.unused(read, [first, second])).toEqual([]);
    expect(kind.section.unused(read, [first]).length).toBeGreaterThan(0);
  });
});

test('packages have one version on all architectures, and look like those of a minbase', () => {
  const versions = (architecture: string) =>
    Object.fromEntries(
      (DEBIAN.fake?.({ ...SET, architecture }) ?? []).map(({ name, version }) => [name, version]),
    );

  expect(versions('arm64')).toEqual(versions('amd64'));
  expect(Object.keys(versions('amd64'))).toEqual(
    expect.arrayContaining(['apt', 'base-files', 'bash', 'dpkg', 'libc6', 'make', 'mawk']),
  );
  const none = DEBIAN.fake?.({ ...SET, variant: 'none', include: ['busybox-static'] });
  expect(none?.map(({ name }) => name)).toEqual(['busybox-static']);
});
