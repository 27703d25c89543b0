import { copy, image, mkfile, type State, scratch } from '../../../lib/llb';
import { partOf } from '../../../lib/llb/definition/part-of';

const platform = { os: 'linux', architecture: 'amd64' };
const marshal = (state: State) => state.marshal({ platform });

const below = scratch()
  .file(mkfile('/a', 0o644, 'a'))
  .file(mkfile('/b', 0o644, 'b'));
const whole = marshal(
  image('base')
    .file(copy(below, '/', '/'))
    .file(mkfile('/c', 0o644, 'c')),
);

test('is the graph of the op as it would be marshalled by itself', () => {
  const alone = marshal(below);

  const part = partOf(whole, alone.head?.digest ?? '');

  expect(part.ops).toEqual(alone.ops);
  expect(part.ops.length).toBeLessThan(whole.ops.length);
  expect(part.digest).toBe(alone.digest);
});

test('is all of the graph for the op that is its result', () => {
  expect(partOf(whole, whole.head?.digest ?? '').ops).toEqual(whole.ops);
});

test('is refused for an op that is not there', () => {
  expect(() => partOf(whole, 'sha256:none')).toThrow('definition has no op sha256:none');
});
