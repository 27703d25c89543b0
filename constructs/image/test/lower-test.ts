import type { BuildError } from '../../../lib/errors';
import {
  bindMount,
  FAILURE_CODE_KEY,
  merge,
  mkfile,
  type State,
  scratch,
  tmpfsMount,
} from '../../../lib/llb';
import { formatPlatform } from '../../../lib/oci/platform';
import { FILE_DATE } from '../../core/file-options';
import { lowerArtifact } from '../../core/lower-artifact';
import type { Target } from '../../core/target';
import type { LoweredImage } from '../layer';
import { ownProgram } from '../own-program';
import { probe } from '../probe/probe';
import { needsTls, questionOf } from '../probe/question';
import type { ImageTest } from './image-test';
import { TEST, TEST_FOLDER, TEST_OUTPUT, TEST_PLAN } from './place';
import { healthcheckOf, processOf, testPlan } from './plan';
import { TEST_PROGRAM } from './program';

/**
 * Lowers a test of one platform of an image.
 *
 * Becomes an exec on the image, whose output is an empty folder, so that the daemon keeps that it has
 * passed. What it needs is mounted: a root that is no output is thrown away with its mount points.
 *
 * @throws BuildError `E_PROPERTY` for an image that cannot be tested so
 */
export function lowerTest(test: ImageTest, image: LoweredImage, target: Target): State {
  const { stages } = test.props;
  if (stages === undefined) return lowerSandbox(test, image, target);
  const states = stages.map((stage) => lowerArtifact(stage, target, test));
  const [first = scratch()] = states;
  return states.length === 1 ? first : merge(states);
}

function lowerSandbox(test: ImageTest, { config, layers }: LoweredImage, target: Target): State {
  const { image, mounts = {}, readOnly, service, tmpfs = ['/tmp'] } = test.props;
  const debian = test.props.debian ?? image.debian;
  if (debian === undefined) throw noDebian(test);
  const isBare = image.waivers !== undefined;
  if (service !== undefined) {
    if (processOf(service, config).length === 0) throw nothingStarts(test);
    if (healthcheckOf(config) === undefined && !service.questions?.length) throw nothingAsked(test);
  }
  const root = layers.at(-1)?.state ?? scratch();
  const isReadOnly = readOnly ?? isBare;
  const plan = testPlan(test.props, { config, isBare, tmpfs });
  const program = ownProgram(TEST_PROGRAM, debian, test, target);
  const exec = root.run({
    args: [TEST, TEST_PLAN],
    cwd: '/',
    user: '0:0',
    readonlyRootfs: isReadOnly,
    network: 'none',
    platform: target.platform,
    mounts: [
      bindMount(`${TEST_FOLDER}/program`, program, { readonly: true, selector: '/bin' }),
      bindMount(`${TEST_FOLDER}/plan`, planFile(plan), { readonly: true }),
      bindMount(TEST_OUTPUT, scratch()),
      ...probeMounts(test, target, debian),
      ...tmpfs.map((folder) => tmpfsMount(folder)),
      // As an engine fills a new volume: with what the image has there.
      ...volumesOf(config, tmpfs, isReadOnly).map((folder) =>
        bindMount(folder, root, { selector: folder, forceNoOutput: true }),
      ),
      ...Object.entries(mounts).map(([folder, artifact]) =>
        bindMount(folder, lowerArtifact(artifact, target, test), { readonly: true }),
      ),
    ],
    customName: `${image.imageName} ${formatPlatform(target.platform)}: test ${test.node.id}`,
    description: { [FAILURE_CODE_KEY]: 'E_IMAGE_TEST' },
    source: test.source,
  });
  return exec.mount(TEST_OUTPUT);
}

function planFile(text: string): State {
  const name = TEST_PLAN.slice(TEST_PLAN.lastIndexOf('/'));
  return scratch().file(mkfile(name, 0o444, text, { timestamp: FILE_DATE }), {
    customName: 'what is tested',
  });
}

/** The program that asks, where a question is asked with it. */
function probeMounts(
  { props: { service } }: ImageTest,
  target: Target,
  debian: Parameters<typeof ownProgram>[1],
) {
  const questions = (service?.questions ?? []).flatMap((asked) => questionOf(asked) ?? []);
  if (questions.length === 0) return [];
  const program = ownProgram(probe({ tls: questions.some(needsTls) }), debian, debian, target);
  return [bindMount(`${TEST_FOLDER}/probe`, program, { readonly: true, selector: '/boot/bin' })];
}

/** A root that can be written needs no volume. */
function volumesOf(
  { Volumes = {} }: LoweredImage['config'],
  tmpfs: readonly string[],
  isReadOnly: boolean,
): readonly string[] {
  return isReadOnly ? Object.keys(Volumes).filter((folder) => !tmpfs.includes(folder)) : [];
}

function noDebian(test: ImageTest): BuildError {
  return test.error('E_PROPERTY', 'the image is of no Debian that the test can be compiled with', {
    expected: 'a Debian of the app',
    fix: 'say which: debian: new DebianBase(...)',
  });
}

function nothingStarts(test: ImageTest): BuildError {
  return test.error('E_PROPERTY', 'the image has no process that could be tested', {
    got: 'neither an entrypoint nor arguments',
    expected: 'an image with an entrypoint, or arguments in the test',
    fix: "say what is started: service: { args: ['/usr/bin/server'] }",
  });
}

function nothingAsked(test: ImageTest): BuildError {
  return test.error('E_PROPERTY', 'nothing tells whether the service works', {
    got: 'no healthcheck in the image, and no question in the test',
    expected: 'one of them',
    fix: "ask something: service: { questions: [{ tcp: '127.0.0.1:8080' }] }",
  });
}
