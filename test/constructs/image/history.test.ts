import * as fc from 'fast-check';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { appPlan, generatedApp, type ImagePlan } from '../../support/generated-app';
import { layersOf } from '../../support/seen-graph';

type Plans = Readonly<Record<string, ImagePlan>>;

function platformsOf(plans: Plans) {
  const { images } = generatedApp(plans).lower(new FakeAnswers()).content;
  return images.flatMap(({ name, platforms }) =>
    platforms.map((platform) => ({ ...platform, name, history: historyOf(platform.config) })),
  );
}

function historyOf(config: string): string[] {
  const { history }: { history: { created_by: string }[] } = JSON.parse(config);
  return history.map(({ created_by }) => created_by);
}

const holds = (rule: (platform: ReturnType<typeof platformsOf>[number], plan: ImagePlan) => void) =>
  fc.assert(
    fc.property(appPlan, (plans) => {
      for (const platform of platformsOf(plans)) {
        const plan = plans[platform.name];
        if (plan !== undefined) rule(platform, plan);
      }
    }),
    { numRuns: 60 },
  );

describe('the history of an image', () => {
  test('has as many entries as the graph makes layers', () => {
    holds(({ definition, history }) => expect(history).toHaveLength(layersOf(definition)));
  });

  test('says each package of the image once, with its version', () => {
    holds(({ history, layers, packages }) => {
      const all = layers.flatMap((layer) => layer.packages ?? []);
      const said = history
        .filter((text) => / \d+\.\d+-\d+(,|$)/.test(text))
        .flatMap((text) => text.replace(/^trixie: /, '').split(', '));

      expect(said).toEqual(all.map(({ name, version }) => `${name} ${version}`));
      expect(new Set(said).size).toBe(said.length);
      expect(packages).toBe(said.length);
    });
  });

  test('names no construct, no image and no folder of the app', () => {
    holds(({ history, name }) => {
      for (const text of history) {
        expect(text).not.toContain(name);
        expect(text).not.toContain('stage');
        expect(text).not.toContain('debian');
      }
    });
  });

  test('of a base image has two entries for each layer of packages, of a runtime three in all and the probe', () => {
    holds(({ history }, { healthcheck, kind, layers, packages }) => {
      const added = layers === 'each' ? packages.length : layers === 'once' ? 1 : 2;
      if (kind === 'runtime') expect(history).toHaveLength(healthcheck === undefined ? 3 : 4);
      else expect(history.length).toBeLessThanOrEqual(2 + 2 * added);
      if (kind === 'base') expect(history.length % 2).toBe(0);
    });
  });
});
