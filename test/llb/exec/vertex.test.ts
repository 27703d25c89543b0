import { type ExecOptions, image, type State, sshMount } from '../../../lib/llb';
import { resultBody, resultCaps, resultHex, resultOp } from '../decoded';

const OLD = { caps: new Set(['exec.meta.base']) };
const NEW = { caps: new Set(['exec.meta.base', 'exec.meta.setsdefaultpath']) };
const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const run = (options: Partial<ExecOptions> = {}, base: State = image('a')): State =>
  base.run({ args: ['x'], ...options }).root;
const env = (state: State, options = {}): readonly string[] =>
  resultBody(state, 'exec', options).meta?.env ?? [];

describe('the PATH', () => {
  test('is written for a daemon that says it is old, behind all other variables', () => {
    expect(env(run({ env: { A: '1' } }), OLD)).toEqual(['A=1', DEFAULT_PATH]);
    expect(resultCaps(run(), OLD)).not.toContain('exec.meta.setsdefaultpath');
  });

  test('is not written for a new one, which is asked for it', () => {
    expect(env(run({ env: { A: '1' } }), NEW)).toEqual(['A=1']);
    expect(resultCaps(run(), NEW)).toContain('exec.meta.setsdefaultpath');
  });

  test('is not written where nothing is known of the daemon', () => {
    expect(env(run())).toEqual([]);
    expect(resultCaps(run())).not.toContain('exec.meta.setsdefaultpath');
  });

  test.each([
    ['the exec', run({ env: { PATH: '/p' } })],
    ['the state', run({}, image('a').addEnv('PATH', '/p'))],
  ])('is that of %s if it has one', (_name, state) => {
    expect(env(state, OLD)).toEqual(['PATH=/p']);
  });

  test('is kept if it is empty', () => {
    expect(env(run({ env: { PATH: '' } }), OLD)).toEqual(['PATH=']);
  });

  test('is none of Windows', () => {
    expect(env(run(), { ...OLD, platform: { os: 'windows', architecture: 'amd64' } })).toEqual([]);
  });

  test('makes the only difference between daemons', () => {
    expect(resultHex(run(), NEW)).toBe(resultHex(run()));
    expect(resultHex(run({ env: { PATH: '/p' } }), OLD)).toBe(
      resultHex(run({ env: { PATH: '/p' } }), NEW),
    );
  });
});

describe('the variable of an agent', () => {
  const agent = 'SSH_AUTH_SOCK';

  test('names the first socket, behind all other variables', () => {
    const mounts = [sshMount({ target: '/s' }), sshMount()];
    expect(env(run({ mounts, env: { A: '1' } }))).toEqual(['A=1', `${agent}=/s`]);
    expect(env(run({ mounts: [sshMount()] }))).toEqual([`${agent}=/run/buildkit/ssh_agent.0`]);
  });

  test('is left as it is where it is set', () => {
    const mounts = [sshMount()];
    expect(env(run({ mounts, env: { [agent]: '/mine' } }))).toEqual([`${agent}=/mine`]);
    expect(env(run({ mounts }, image('a').addEnv(agent, '')))).toEqual([`${agent}=`]);
  });

  test('is set for one process alone', () => {
    const state = run({ mounts: [sshMount()] });
    expect(state.getEnv(agent)).toBeUndefined();
    expect(env(run({}, state))).toEqual([]);
  });
});

test('a process has the platform that it is given, else that of its state, else of all', () => {
  const architecture = (state: State): string | undefined => resultOp(state).platform?.architecture;
  const arm = image('a').platform({ os: 'linux', architecture: 'arm64' });
  expect(architecture(run())).toBe('amd64');
  expect(architecture(run({}, arm))).toBe('arm64');
  expect(architecture(run({ platform: { os: 'linux', architecture: 's390x' } }, arm))).toBe(
    's390x',
  );
});

test('what is equal is one op, whatever it is made of', () => {
  const one = image('a').addEnv('A', '1').dir('/w').user('u');
  const other = image('a').user('u').dir('/v').dir('../w').addEnv('A', '0').addEnv('A', '1');
  expect(resultHex(run({}, other))).toBe(resultHex(run({}, one)));
  const options = { env: { A: '1' }, cwd: '/w', user: 'u' };
  expect(resultHex(run(options))).toBe(resultHex(run({}, one)));
});
