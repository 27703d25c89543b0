import type { ArchiveFile } from '../../../lib/assembly/manifest';
import { ArchiveMirrors } from '../../../lib/build/plan/archive-mirrors';
import { OwnVertexes } from '../../../lib/build/solve/own-vertexes';
import type { SolveStatus, VertexState } from '../../../lib/client';
import { loadEnvironment } from '../../../lib/environment';
import { copy, http, scratch } from '../../../lib/llb';
import { marshal } from '../../support/client-builds';
import { temporaryFolder } from '../../support/temporary-folder';

const CANONICAL = 'http://snapshot.example/pool/a/a_1.deb';
const MIRROR = 'http://mirror.example/debian';
const file: ArchiveFile = {
  archive: 'debian',
  path: 'pool/a/a_1.deb',
  size: 7,
  sha256: 'a'.repeat(64),
};
const home = temporaryFolder('home');
const mirrors = new ArchiveMirrors(
  { [CANONICAL]: file },
  loadEnvironment({ folder: home, env: { HOME: home }, mirrors: { debian: [MIRROR] } }),
);
const url = `${MIRROR}/pool/a/a_1.deb`;
const definition = marshal(
  scratch().file(copy(http(url, { checksum: `sha256:${file.sha256}`, filename: 'a' }), '/a', '/a')),
);
const [source] = definition.ops;

const vertex = (digest: string, name: string, rest: Partial<VertexState> = {}): VertexState =>
  ({ digest, name, inputs: [], cached: false, error: '', ...rest }) as VertexState;
const status = (
  vertexes: readonly VertexState[],
  rest: Partial<SolveStatus> = {},
): SolveStatus => ({
  vertexes,
  statuses: [],
  logs: [],
  warnings: [],
  ...rest,
});

test('a file that another build fetches from another server is the own one', () => {
  const own = new OwnVertexes([definition], mirrors);
  const digest = source?.digest ?? '';
  own.translate(status([vertex(digest, url)]));
  const part = { id: 'a', vertex: 'sha256:other', name: '', current: 1, total: 2, timestamp: 3 };
  const { statuses, vertexes } = own.translate(
    status([vertex('sha256:other', CANONICAL, { started: 1, completed: 2 })], { statuses: [part] }),
  );

  expect(vertexes).toEqual([vertex(digest, url, { started: 1, completed: 2 })]);
  expect(statuses).toEqual([{ ...part, vertex: digest }]);
});

test('what is no file of the build stays what it is', () => {
  const own = new OwnVertexes([definition], mirrors);
  own.translate(status([vertex(source?.digest ?? '', url)]));
  const others = [
    vertex('sha256:1', 'exporting to image'),
    vertex('sha256:2', 'http://mirror.example/debian/pool/a/a_2.deb'),
    vertex('sha256:3', 'http://mirror.example/other/a_1.deb'),
  ];

  expect(own.translate(status(others)).vertexes).toEqual(others);
});

test('a mirror may stand in for a file, whichever server failed, and for nothing else', () => {
  expect(
    [CANONICAL, url, 'https://third.example/pool/a/a_1.deb'].map((name) =>
      mirrors.mayStandIn(name, mirrors.version),
    ),
  ).toEqual([true, true, true]);
  expect(
    ['exporting to image', '/bin/sh /pool/a/a_1.deb', 'http://x/a_1.deb'].map((name) =>
      mirrors.mayStandIn(name, mirrors.version),
    ),
  ).toEqual([false, false, false]);
});
