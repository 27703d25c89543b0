import * as fc from 'fast-check';
import { App, BuildStage, DebianBase, RuntimeImage } from '../../../constructs';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import type { AssemblyContent } from '../../../lib/assembly/assembly-writer';
import { generatedApp, type ImagePlan, imagePlan } from '../../support/generated-app';
import { execsOf } from '../../support/lowered';
import { madeUpLock } from '../../support/made-up-lock';

/** All that the assembly says of an image: bytes of definitions, and configs. */
function imageBytes({ images }: AssemblyContent, name: string): Record<string, string> {
  const image = images.find((one) => one.name === name);
  if (image === undefined) throw new Error(`no image ${name}`);
  return Object.fromEntries(
    image.platforms.flatMap(({ config, definition, platform }) => [
      [`${platform} definition`, Buffer.from(definition.toBytes()).toString('base64')],
      [`${platform} config`, config],
    ]),
  );
}

function assembled(plans: Readonly<Record<string, ImagePlan>>): AssemblyContent {
  return generatedApp(plans).lower(new FakeAnswers()).content;
}

describe('images of one app', () => {
  test('are lowered to the bytes that each has alone, whatever the others are', () => {
    fc.assert(
      fc.property(fc.array(imagePlan, { minLength: 2, maxLength: 4 }), (list) => {
        const plans = Object.fromEntries(list.map((plan, index) => [`image-${index}`, plan]));
        const together = assembled(plans);
        for (const [name, plan] of Object.entries(plans)) {
          expect(imageBytes(together, name)).toEqual(imageBytes(assembled({ [name]: plan }), name));
        }
      }),
      { numRuns: 80 },
    );
  });

  test('are the same whichever comes first', () => {
    fc.assert(
      fc.property(imagePlan, imagePlan, (a, b) => {
        const forth = assembled({ a, b });
        const back = assembled({ b, a });
        expect(imageBytes(back, 'a')).toEqual(imageBytes(forth, 'a'));
        expect(imageBytes(back, 'b')).toEqual(imageBytes(forth, 'b'));
      }),
      { numRuns: 60 },
    );
  });

  test('ask the lock for what each asks for alone, and for nothing else', () => {
    const keys = (plans: Readonly<Record<string, ImagePlan>>) =>
      assembled(plans).requests.map(({ key, kind }) => `${kind} ${key}`);
    fc.assert(
      fc.property(imagePlan, imagePlan, (a, b) => {
        expect(keys({ a, b })).toEqual([...new Set([...keys({ a }), ...keys({ b })])].sort());
      }),
      { numRuns: 60 },
    );
  });

  test('have digests that no name of a construct moves', () => {
    const digests = ({ images }: AssemblyContent) =>
      images.flatMap(({ platforms }) => platforms.map(({ definition }) => definition.digest));
    fc.assert(
      fc.property(imagePlan, (plan) => {
        expect(digests(assembled({ 'another-name': plan }))).toEqual(
          digests(assembled({ a: plan })),
        );
      }),
      { numRuns: 60 },
    );
  });
});

test('two stages with other packages have other roots, though both add the same compiler', () => {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  for (const [id, tool] of [
    ['alpha', 'make'],
    ['beta', 'cmake'],
  ] as const) {
    const stage = new BuildStage(app, `${id}-stage`, {
      base: debian.minbase({ packages: [tool] }),
      cross: 'c',
      run: [[tool]],
    });
    new RuntimeImage(app, id, {
      base: debian.runtime(),
      files: [stage.directory('/out')],
      entrypoint: ['/boot/bin/x'],
      waivers: { healthcheck: 'a test' },
      platforms: ['linux/amd64'],
    });
  }

  const { images } = app.assemble(madeUpLock(app));
  const debs = images.map(({ platforms: [platform] }) => {
    if (platform === undefined) throw new Error('no platform');
    return execsOf(platform.definition, '/bin/busybox').flatMap(({ mounts }) =>
      mounts.flatMap(({ dest }) => /\/debs\/(c?make)_/.exec(dest)?.[1] ?? []),
    );
  });

  expect(debs).toEqual([['make'], ['cmake']]);
});
