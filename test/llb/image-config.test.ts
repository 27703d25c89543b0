import fc from 'fast-check';
import { image, type State, scratch } from '../../lib/llb';

const withConfig = (config: unknown, state: State = scratch()): State =>
  state.withImageConfig(Buffer.from(JSON.stringify(config)));
const env = (state: State): readonly string[] => state.values.env.toArray();

test('variables stand behind those of the state, and win over them', () => {
  const state = withConfig(
    { config: { Env: ['B=2', 'A=3', 'C=x=y', 'D', 'E='] } },
    scratch().addEnv('A', '1').addEnv('Z', '0'),
  );
  expect(env(state)).toEqual(['Z=0', 'B=2', 'A=3', 'C=x=y', 'D=', 'E=']);
});

test('a variable without name is passed over', () => {
  expect(env(withConfig({ config: { Env: ['=x', '', 'A=1'] } }))).toEqual(['A=1']);
});

test.each([
  ['/w', '/w'],
  ['x', '/before/x'],
  ['', '/before'],
  [undefined, '/before'],
  [null, '/before'],
])('the working directory %j is %s', (WorkingDir, expected) => {
  expect(withConfig({ config: { WorkingDir } }, scratch().dir('/before')).values.dir).toBe(
    expected,
  );
});

test('user, entrypoint, command and the rest stay out', () => {
  const state = withConfig({
    config: { User: 'u', Entrypoint: ['e'], Cmd: ['c'], Hostname: 'h', Labels: { a: 'b' } },
  });
  expect(state.values).toMatchObject({ user: '', hostname: '', dir: '/', platform: undefined });
});

test.each<[object, object | undefined]>([
  [
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'arm64' },
  ],
  [
    { os: 'windows', architecture: 'amd64', 'os.version': '10', 'os.features': ['b', 'a', 'a'] },
    { os: 'windows', architecture: 'amd64', osVersion: '10', osFeatures: ['a', 'b'] },
  ],
  [
    { os: 'linux', architecture: 'arm', variant: '', 'os.version': '', 'os.features': [] },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
  ],
  [{ os: 'linux' }, undefined],
  [{ architecture: 'arm64' }, undefined],
  [{ os: '', architecture: 'arm64' }, undefined],
])('of %j the platform is %j', (config, expected) => {
  expect(withConfig(config).values.platform).toEqual(expected);
});

test('half a platform leaves that of the state', () => {
  const platform = { os: 'linux', architecture: 's390x' };
  expect(withConfig({ os: 'linux' }, scratch().platform(platform)).values.platform).toEqual(
    platform,
  );
});

test('the content stays', () => {
  const state = image('a');
  expect(withConfig({ os: 'linux', architecture: 'arm64' }, state).output).toBe(state.output);
});

test.each([[{}], [null], [{ config: null }], [{ config: { Env: null, WorkingDir: null } }]])(
  '%j says nothing',
  (config) => {
    expect(withConfig(config, scratch().dir('/w')).values).toEqual(scratch().dir('/w').values);
  },
);

const refused = expect.objectContaining({
  code: 'E_LLB_OPTION',
  message: 'image config cannot be read',
  details: expect.objectContaining({ expected: 'the JSON of an OCI image config' }),
});

test.each([
  [[]],
  ['text'],
  [1],
  [true],
  [{ config: [] }],
  [{ config: 'x' }],
  [{ config: { Env: 'A=1' } }],
  [{ config: { Env: [1] } }],
  [{ config: { WorkingDir: 1 } }],
  [{ os: 1 }],
  [{ os: 'linux', architecture: 'arm', variant: 7 }],
  [{ os: 'linux', architecture: 'arm', 'os.version': {} }],
  [{ os: 'linux', architecture: 'arm', 'os.features': 'x' }],
])('%j is no image config', (config) => {
  expect(() => withConfig(config)).toThrow(refused);
});

test('any JSON is an image config or is refused as none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.record({ config: fc.jsonValue() }).map((own) => JSON.stringify(own)),
      ),
      (json) => {
        try {
          scratch().withImageConfig(Buffer.from(json));
        } catch (error) {
          expect(error).toEqual(refused);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what is no JSON is refused, with what the reader said of it', () => {
  const bytes = Buffer.from('{"config":');
  let failure: unknown;
  try {
    scratch().withImageConfig(bytes);
  } catch (error) {
    failure = error;
  }
  expect(failure).toEqual(refused);
  expect(failure).toMatchObject({ cause: { name: 'SyntaxError' } });
});
