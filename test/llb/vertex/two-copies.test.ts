import type * as llb from '../../../lib/llb';

const AMD64 = { platform: { os: 'linux', architecture: 'amd64' } };

/** The graph layer once more, as a second copy of the package in `node_modules` is. */
function copyOfLlb(): typeof llb {
  let copy: typeof llb | undefined;
  jest.isolateModules(() => {
    copy = require('../../../lib/llb');
  });
  if (copy === undefined) throw new Error('the copy was not loaded');
  return copy;
}

/** A copy from one state to another, each of the layer that is given. */
function joined(below: typeof llb, above: typeof llb): llb.State {
  const tree = below.scratch().file(below.mkfile('/from', 0o644, 'below'));
  return above.scratch().file(above.copy(tree, '/from', '/to'));
}

const opsOf = (state: llb.State) => state.marshal(AMD64).ops.map(({ digest }) => digest);

describe('two copies of the package', () => {
  test('marshal the same graph in turn, and leave no vertex out', () => {
    const [first, second] = [copyOfLlb(), copyOfLlb()];
    const state = joined(first, first);
    const expected = opsOf(state);
    // The other copy walks it as the input of a vertex of its own.
    const above = second.scratch().file(second.copy(state, '/to', '/again'));

    expect(expected).toHaveLength(3);
    expect(opsOf(above)).toHaveLength(4);
    expect(opsOf(above).slice(0, 2)).toEqual(expected.slice(0, 2));
    expect(opsOf(state)).toEqual(expected);
  });

  test('make one graph of vertices of both, with the bytes that one copy gives', () => {
    const [first, second] = [copyOfLlb(), copyOfLlb()];

    expect(opsOf(joined(first, second))).toEqual(opsOf(joined(first, first)));
  });

  test('copy from changes of files that the other copy described', () => {
    const [first, second] = [copyOfLlb(), copyOfLlb()];
    const copied = (changes: typeof llb) => {
      const from = changes.mkfile('/from', 0o644, 'text').withState(changes.scratch());
      return opsOf(first.scratch().file(first.copy(from, '/from', '/to')));
    };

    expect(copied(first)).toHaveLength(2);
    expect(copied(second)).toEqual(copied(first));
  });
});
