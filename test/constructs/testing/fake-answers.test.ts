import * as fc from 'fast-check';
import {
  App,
  entrySection,
  Image,
  type InputKind,
  type LoweredImage,
  type Target,
} from '../../../constructs';
import { Testing } from '../../../constructs/testing';
import { fakeLock } from '../../../constructs/testing/fake-answers';
import { mkfile, scratch } from '../../../lib/llb';
import { formatLock } from '../../../lib/lock/format-lock';
import { parseLock } from '../../../lib/lock/read-lock';
import { generatedApp, imagePlan } from '../../support/generated-app';
import { helloApp } from '../../support/hello-app';

const plans = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), imagePlan, {
  minKeys: 1,
  maxKeys: 2,
});

describe('a made-up lock', () => {
  test('answers every request of generated apps, and is a lock that can be written and read', () => {
    fc.assert(
      fc.property(plans, (list) => {
        const lock = parseLock(formatLock(fakeLock(generatedApp(list))));
        const { images, missing } = generatedApp(list).assemble(lock);
        expect(missing).toEqual([]);
        expect(images.every(({ platforms }) => platforms.length > 0)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('has the same bytes for the same app, whatever comes first in it', () => {
    fc.assert(
      fc.property(plans, (list) => {
        const text = formatLock(fakeLock(generatedApp(list)));
        expect(formatLock(fakeLock(generatedApp(list)))).toBe(text);
        const reversed = Object.fromEntries(Object.entries(list).reverse());
        expect(formatLock(fakeLock(generatedApp(reversed)))).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  test('looks like a real one', () => {
    const text = formatLock(fakeLock(helloApp()));
    const packages = Testing.synth(helloApp()).image('hello').platform('linux/amd64').packages();

    expect(text).toMatch(/"commit": "[0-9a-f]{40}"/);
    expect(text).toMatch(/"pool\/main\/libc\/libc6\/libc6_\d+\.\d+-\d_amd64\.deb"/);
    for (const name of ['base-files', 'bash', 'dpkg', 'libc6', 'mawk', 'busybox-static', 'make']) {
      expect(text).toContain(`"${name}": { "version": `);
    }
    expect(text).toContain('"archive": "debian-security"');
    expect(Object.keys(packages)).not.toContain('bash');
  });
});

interface Version {
  readonly name: string;
}

const KEY = ({ name }: Version) => name;

/** A kind of another package: versions of things, by their name. */
const VERSIONS: InputKind<Version, Version> = {
  name: 'acme/versions',
  key: KEY,
  describe: ({ name }) => `the version of ${name}`,
  readRequest: (value, at, schema) => ({ name: schema.text(schema.object(value, at).name, at) }),
  section: entrySection<Version, Version>({
    key: KEY,
    nouns: ['version', 'versions'],
    read: (value, at, schema) => ({ name: schema.text(schema.object(value, at).name, at) }),
  }),
  fake: ({ name }) => ({ name: `${name}+1` }),
};

/** Asks for as many versions as it has steps, each by the answer before it. */
class Chain extends Image {
  constructor(
    scope: App,
    private readonly kind: InputKind<Version, Version>,
    private readonly steps: number,
  ) {
    super(scope, 'chain', { platforms: ['linux/amd64'] });
  }

  get sourceDateEpoch(): number {
    return 0;
  }

  lower(target: Target): LoweredImage {
    let name = 'x';
    for (let step = 0; step < this.steps; step += 1) {
      const answer = target.ask(this, this.kind, { name });
      if (answer === undefined) break;
      ({ name } = answer);
    }
    return {
      layers: [{ state: scratch().file(mkfile('/x', 0o644, name)), says: 'x' }],
      config: {},
    };
  }
}

describe('kinds of other packages', () => {
  test('are answered by what they make up, also where a request depends on an answer', () => {
    const app = new App();
    new Chain(app, VERSIONS, 3);

    const lock = fakeLock(app);

    Testing.synth(app).image('chain').platform().hasFile({ path: '/x', content: 'x+1+1+1' });
    expect(lock.sections).toEqual({
      'acme/versions': {
        x: { name: 'x+1' },
        'x+1': { name: 'x+1+1' },
        'x+1+1': { name: 'x+1+1+1' },
      },
    });
    expect(app.assemble(parseLock(formatLock(lock))).missing).toEqual([]);
  });

  test('fail that make nothing up, and say what to do', () => {
    const app = new App();
    const { fake: _, ...kind } = VERSIONS;
    new Chain(app, kind, 1);

    expect(() => Testing.synth(app)).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_MISSING',
        message: 'kind "acme/versions" makes no answers up for tests',
        details: expect.objectContaining({
          got: 'a request for the version of x',
          fix: expect.stringContaining("Testing.synth(app, { lock: 'synth.lock.json' })"),
        }),
      }),
    );
  });
});
