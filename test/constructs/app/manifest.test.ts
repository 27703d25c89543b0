import * as fc from 'fast-check';
import { FakeAnswers, fakeLock } from '../../../constructs/testing/fake-answers';
import type { AssemblyContent } from '../../../lib/assembly/assembly-writer';
import { formatLock } from '../../../lib/lock/format-lock';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { parseLock } from '../../../lib/lock/read-lock';
import { appPlan, generatedApp, type ImagePlan } from '../../support/generated-app';
import { allOps, identifiersOf } from '../../support/seen-graph';

type Plans = Readonly<Record<string, ImagePlan>>;

const lowered = (plans: Plans) => generatedApp(plans).lower(new FakeAnswers()).content;

const holds = (numRuns: number, rule: (plans: Plans) => void) =>
  fc.assert(fc.property(appPlan, rule), { numRuns });

/** The content as JSON has it, with the digests of definitions for their bytes. */
function jsonOf({ images, ...rest }: AssemblyContent): string {
  const described = images.map(({ platforms, ...image }) => ({
    ...image,
    platforms: platforms.map(({ config, definition, packages, platform }) => ({
      platform,
      digest: definition.digest,
      packages,
      config: JSON.parse(config),
    })),
  }));
  return JSON.stringify({ images: described, ...rest });
}

/** Places of members that are undefined, at any depth. */
function holes(value: unknown, at = ''): string[] {
  if (value === undefined) return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => holes(member, `${at}.${key}`));
}

describe('the inputs of an app', () => {
  test('that mirrors may serve are just the files of archives that its definitions fetch', () => {
    holds(60, (plans) => {
      const content = lowered(plans);
      const fetched = identifiersOf(allOps(content)).filter((it) => it.includes('//snapshot.'));
      const sent = Object.values(content.locals).flatMap((local) =>
        local.type === 'deb-member' ? [local.url] : [],
      );

      expect(Object.keys(content.archiveFiles)).toEqual([...fetched, ...sent].sort());
    });
  });

  test('that mirrors may serve have the hash that the definitions check', () => {
    holds(30, (plans) => {
      const content = lowered(plans);
      for (const { body } of allOps(content)) {
        if (body?.kind !== 'source') continue;
        const file = content.archiveFiles[body.identifier];
        if (file === undefined) continue;
        expect(body.attrs['http.checksum']).toBe(`sha256:${file.sha256}`);
        expect(body.identifier).toBe(
          `https://snapshot.debian.org/archive/${file.archive}/20261101T000000Z/${file.path}`,
        );
        expect(body.attrs['http.filename']).toBe(file.path.split('/').at(-1));
        expect(file.size).toBeGreaterThan(0);
      }
    });
  });

  test('that the client sends are just the local sources of its definitions', () => {
    holds(60, (plans) => {
      const content = lowered(plans);
      const sources = identifiersOf(allOps(content)).filter((it) => it.startsWith('local://'));

      expect(Object.keys(content.locals).map((name) => `local://${name}`)).toEqual(sources);
    });
  });
});

describe('the requests of an app', () => {
  test('are sorted, each once, each of a construct of the tree, with its line', () => {
    holds(60, (plans) => {
      const app = generatedApp(plans);
      const { requests } = app.assemble(EMPTY_LOCK);
      const keys = requests.map(({ key, kind }) => `${kind} ${key}`);

      expect(keys).toEqual([...new Set(keys)].sort());
      for (const { constructPath, source } of requests) {
        const owner = app.node.findAll().find(({ node }) => node.path === constructPath);
        expect(owner).toMatchObject({ source });
        expect(source?.file).toBe('test/support/generated-app.ts');
      }
    });
  });

  test('are all missing where the lock is empty, and then nothing is lowered', () => {
    holds(40, (plans) => {
      const { archiveFiles, images, locals, missing, requests } =
        generatedApp(plans).assemble(EMPTY_LOCK);

      expect(requests.length).toBeGreaterThan(0);
      expect(missing).toEqual(requests);
      expect({ archiveFiles, locals }).toEqual({ archiveFiles: {}, locals: {} });
      expect(images.map(({ name }) => name)).toEqual(Object.keys(plans).sort());
      expect(images.flatMap(({ platforms }) => platforms)).toEqual([]);
      expect(images.map(({ platformNames }) => platformNames)).toEqual(
        Object.keys(plans)
          .sort()
          .map((name) => plans[name]?.platforms),
      );
    });
  });

  test('are all there without an answer, but for those that depend on one', () => {
    holds(40, (plans) => {
      const app = generatedApp(plans);
      const keysOf = ({ requests }: AssemblyContent) => requests.map(({ key }) => key);

      const asked = keysOf(app.assemble(fakeLock(app)));
      const without = keysOf(app.assemble(EMPTY_LOCK));
      expect(asked).toEqual(expect.arrayContaining(without));
      // Where the scripts of a runtime run, once it is known that its packages are more than a minbase.
      for (const key of asked.filter((one) => !without.includes(one))) {
        expect(key).toMatch(/ minbase( .+)? \(main\) amd64$/);
      }
    });
  });

  test('of which one is not answered miss just that one', () => {
    holds(15, (plans) => {
      const app = generatedApp(plans);
      for (const { key, kind } of app.assemble(EMPTY_LOCK).requests) {
        const answers = new FakeAnswers();
        const { content } = app.lower({
          find: (of, request) =>
            of.name === kind && of.key(request) === key ? undefined : answers.find(of, request),
        });

        expect(content.missing.map((one) => [one.kind, one.key])).toEqual([[kind, key]]);
        expect(content.images.flatMap(({ platforms }) => platforms)).toEqual([]);
      }
    });
  });

  test('are answered by a lock that was written and read as they were before', () => {
    holds(20, (plans) => {
      const app = generatedApp(plans);
      const lock = fakeLock(app);
      const before = jsonOf(app.assemble(lock));

      expect(jsonOf(app.assemble(parseLock(formatLock(lock))))).toBe(before);
      expect(jsonOf(lowered(plans))).toBe(before);
    });
  });
});

describe('the content of an assembly', () => {
  test('is the same each time, of one app and of two', () => {
    holds(30, (plans) => {
      const app = generatedApp(plans);
      const first = jsonOf(app.lower(new FakeAnswers()).content);

      expect(jsonOf(app.lower(new FakeAnswers()).content)).toBe(first);
      expect(jsonOf(lowered(plans))).toBe(first);
    });
  });

  test('is the same in whatever order its images are made, but for their lines', () => {
    holds(30, (plans) => {
      const back = Object.fromEntries(Object.entries(plans).reverse());

      expect(jsonOf(lowered(back))).toBe(jsonOf(lowered(plans)));
    });
  });

  test('names no absolute path of this machine, no date but the one of the snapshot', () => {
    holds(30, (plans) => {
      const text = jsonOf(lowered(plans));
      const dates = text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g) ?? [];

      expect(text).not.toContain(process.cwd());
      expect(text).not.toMatch(/"file":"\//);
      expect(text).not.toContain('file://');
      expect(new Set(dates)).toEqual(new Set(['2026-11-01T00:00:00Z']));
    });
  });

  test('has no member that is undefined, which JSON would leave out', () => {
    holds(30, (plans) => {
      const { images, ...rest } = lowered(plans);
      const described = images.map(({ platforms: _, ...image }) => image);

      expect(holes({ images: described, ...rest })).toEqual([]);
    });
  });

  test('lists images by name, with platforms in the order of the app', () => {
    holds(30, (plans) => {
      const { images } = lowered(plans);

      expect(images.map(({ name }) => name)).toEqual(Object.keys(plans).sort());
      for (const { name, platformNames, platforms } of images) {
        expect(platformNames).toEqual(plans[name]?.platforms);
        expect(platforms.map(({ platform }) => platform)).toEqual(platformNames);
      }
    });
  });
});
