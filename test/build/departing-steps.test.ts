import type { BuildStageProps } from '../../constructs';
import { departingSteps } from '../../lib/build/departing-steps';
import { image } from '../../lib/llb';
import { helloApp } from '../support/hello-app';
import { lowered } from '../support/lowered';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const stepsOf = (stage: Partial<BuildStageProps> = {}) =>
  departingSteps(lowered(helloApp({ stage }), 'linux/arm64'));

test('no step of an app departs from how stages are, unless a waiver says so', () => {
  expect(stepsOf()).toEqual([]);
});

test('each command of a stage tells its waivers', () => {
  const waivers = { network: 'it asks a licence server', pie: 'it is old' };

  expect(stepsOf({ run: [['make', 'all']], waivers })).toEqual([
    { step: 'build arm64: make all', rule: 'network', waiver: 'it asks a licence server' },
    { step: 'build arm64: make all', rule: 'pie', waiver: 'it is old' },
  ]);
});

test('an exec of a construct of the user has a network, and nothing says why', () => {
  const tools = image('example.org/tools:1');
  const graph = tools.run({ args: ['curl', '-O', 'x'], mounts: [] }).root;
  const closed = graph.run({ args: ['make'], network: 'none' }).root;

  expect(departingSteps(graph.marshal({ platform: AMD64 }))).toEqual([
    { step: 'curl -O x', rule: 'network', waiver: undefined },
  ]);
  expect(departingSteps(closed.marshal({ platform: AMD64 }))).toHaveLength(1);
});
