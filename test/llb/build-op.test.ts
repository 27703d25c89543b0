import { image, nestedBuild, type State, scratch } from '../../lib/llb';
import { marshal, optionError, resultCaps, resultHex, resultOp } from './decoded';

const a = image('a').dir('/a').user('u');
const input = (state: State) => marshal(state).head;

describe('a nested build', () => {
  test('reads a definition from a file of a state, on the platform of all', () => {
    const state = nestedBuild(a);
    expect(resultOp(state)).toMatchObject({
      inputs: [input(a)],
      platform: { architecture: 'amd64' },
      body: { kind: 'build', builder: -1, inputs: { 'buildkit.llb.definition': 0 }, attrs: {} },
    });
    expect(state.values).toEqual(a.values);
    expect(resultCaps(state)).toEqual(['source.buildop.llbfilename']);
  });

  test('may name the file, and have a platform', () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    const op = resultOp(nestedBuild(a, { filename: 'x.llb', platform }));
    expect(op.platform).toMatchObject(platform);
    expect(op.body).toMatchObject({ attrs: { 'llbbuild.filename': 'x.llb' } });
    expect(resultHex(nestedBuild(a, { filename: '' }))).toBe(resultHex(nestedBuild(a)));
  });

  test('of scratch is refused, which holds no file', () => {
    expect(() => nestedBuild(scratch())).toThrow(
      optionError('nested build', 'scratch', 'a state that holds a definition'),
    );
  });
});
