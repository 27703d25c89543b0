import {
  bindMount,
  CAPABILITIES,
  cacheMount,
  type ExecOptions,
  image,
  scratch,
  secretMount,
  sshMount,
  tmpfsMount,
} from '../../../lib/llb';
import { resultCaps } from '../decoded';

const base = ['exec.meta.base', 'exec.mount.bind'];
const caps = (options: Partial<ExecOptions>, state = image('a')): string[] =>
  resultCaps(state.run({ args: ['x'], ...options }).root);

test.each<[string, Partial<ExecOptions>, string[]]>([
  ['nothing', {}, []],
  ['network none', { network: 'none' }, ['exec.meta.network']],
  ['network host', { network: 'host' }, ['exec.meta.network']],
  ['security insecure', { security: 'insecure' }, ['exec.meta.security']],
  ['an empty proxy', { proxy: {} }, ['exec.meta.proxyenv']],
  ['ulimits', { ulimits: [{ name: 'core', soft: 0, hard: 0 }] }, ['exec.meta.ulimit']],
  ['exit codes', { validExitCodes: [0] }, ['exec.validexitcode']],
  ['a device', { cdiDevices: [{ name: 'd' }] }, ['exec.meta.cdi']],
  ['limits', { linuxResources: {} }, ['exec.meta.linux.resources']],
  ['a secret', { secretEnv: [{ name: 's' }] }, ['exec.mount.secret', 'exec.secretenv']],
  ['a secret as a file', { mounts: [secretMount('/s')] }, ['exec.mount.secret']],
  ['an agent', { mounts: [sshMount()] }, ['exec.mount.ssh']],
])('%s asks for what it needs', (_name, options, expected) => {
  expect(caps(options)).toEqual([...base, ...expected].sort());
});

test.each<[string, Partial<ExecOptions>]>([
  ['the usual network', { network: 'sandbox' }],
  ['the usual security', { security: 'sandbox' }],
  ['empty lists', { ulimits: [], validExitCodes: [], cdiDevices: [], secretEnv: [], mounts: [] }],
  ['host lines', { extraHosts: [{ host: 'h', ip: '::1' }] }],
  ['names and folders', { hostname: 'h', user: 'u', cwd: '/w', env: { A: '1' } }],
])('%s ask for nothing', (_name, options) => {
  expect(caps(options)).toEqual(base);
});

test('what the state says is asked for too', () => {
  const state = image('a').network('none').security('insecure').addUlimit('core', 1, 1);
  expect(caps({}, state)).toEqual(
    [...base, 'exec.meta.network', 'exec.meta.security', 'exec.meta.ulimit'].sort(),
  );
  expect(caps({ network: 'sandbox', security: 'sandbox' }, state)).toEqual(
    [...base, 'exec.meta.ulimit'].sort(),
  );
});

test('all together ask for all, each once and in one order', () => {
  const all: Partial<ExecOptions> = {
    network: 'none',
    security: 'insecure',
    proxy: {},
    ulimits: [{ name: 'core', soft: 0, hard: 0 }],
    validExitCodes: [1],
    cdiDevices: [{ name: 'd' }],
    linuxResources: { memory: 1 },
    secretEnv: [{ name: 's' }],
    mounts: [
      secretMount('/s'),
      sshMount(),
      cacheMount('/c', { selector: 'x', contentCache: 'on' }),
      tmpfsMount('/t', { size: 1 }),
      bindMount('/b', scratch()),
    ],
  };
  const asked = caps(all);
  expect(asked.length).toBe(18);
  expect(new Set(asked).size).toBe(18);
  expect(caps(all)).toEqual(asked);
  expect(asked.filter((cap) => CAPABILITIES[cap] === undefined)).toEqual([]);
});
