import { SharedVertexes } from '../../../lib/cli/progress/shared-vertexes';
import type { SolveStatus } from '../../../lib/client';
import { START, vertex } from './recording';

const status = (vertexes: SolveStatus['vertexes']): SolveStatus => ({
  vertexes,
  statuses: [],
  logs: [],
  warnings: [],
});
const running = vertex('base', { started: START });
const done = vertex('base', { started: START, completed: START + 1000 });
const names = ({ vertexes }: SolveStatus) => vertexes.map(({ name }) => name);

test('what two builds tell of one vertex is told once, by the first', () => {
  const shared = new SharedVertexes();

  expect(names(shared.tell('a', status([running])))).toEqual(['base']);
  expect(names(shared.tell('b', status([running])))).toEqual([]);
  expect(names(shared.tell('b', status([{ ...done, cached: true }])))).toEqual([]);
  expect(names(shared.tell('a', status([done])))).toEqual(['base']);
});

test('what was told before it started is nobody’s yet', () => {
  const shared = new SharedVertexes();
  shared.tell('a', status([vertex('base')]));

  expect(names(shared.tell('b', status([running])))).toEqual(['base']);
  expect(names(shared.tell('a', status([running])))).toEqual([]);
});

test('another build tells of what the first left undone, not of what it did', () => {
  const shared = new SharedVertexes();
  const other = vertex('other', { started: START, completed: START + 1 });
  shared.tell('a', status([running, other]));
  shared.end('a');

  expect(names(shared.tell('b', status([done, other])))).toEqual(['base']);
});

test('output and parts go with their vertex', () => {
  const shared = new SharedVertexes();
  shared.tell('a', status([running]));
  const log = { vertex: running.digest, stream: 1, data: Buffer.from('x'), timestamp: START };
  const told = (image: string) => shared.tell(image, { ...status([]), logs: [log] }).logs;

  expect(told('a')).toEqual([log]);
  expect(told('b')).toEqual([]);
});

test('exports, which are named the same for every image, say whose they are', () => {
  const shared = new SharedVertexes();

  expect(
    names(shared.tell('a', status([vertex('exporting to image', { started: START })]))),
  ).toEqual(['a: exporting to image']);
});

test('a build that starts over gives up what it told', () => {
  const shared = new SharedVertexes();
  shared.tell('a', status([running]));

  expect(shared.restart('a')).toEqual(new Set([running.digest]));
  expect(names(shared.tell('b', status([running])))).toEqual(['base']);
});
