import fc from 'fast-check';
import {
  type BuilderFacts,
  type ImageToPlace,
  type PlacedPart,
  placeImages,
} from '../../../lib/build/builders/place-images';
import '../../support/property-seed';

const AMD64 = 'linux/amd64';
const ARM64 = 'linux/arm64';

const image = (name: string, platforms = [AMD64, ARM64], runsOn = [AMD64]): ImageToPlace => ({
  name,
  platforms: platforms.map((platform) => ({ platform, runsOn })),
  mayBeSplit: true,
});
const whole = (one: ImageToPlace): ImageToPlace => ({ ...one, mayBeSplit: false });
const placed = (images: readonly ImageToPlace[], builders: readonly BuilderFacts[]) =>
  Object.fromEntries(placeImages(images, builders).parts);
const builderOf = (parts: readonly PlacedPart[] | undefined) => parts?.[0]?.builder;

const NAMES = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/), {
  minLength: 40,
  maxLength: 120,
});
const TEN = fc
  .uniqueArray(fc.stringMatching(/^tcp:\/\/[a-z0-9]{1,8}:1234$/), { minLength: 10, maxLength: 10 })
  .map((names) => names.map((name): BuilderFacts => ({ name })));

describe('an image', () => {
  test('is built whole by a builder that names nothing', () => {
    expect(placed([image('hello')], [{ name: 'one' }, { name: 'two' }]).hello).toEqual([
      { builder: expect.stringMatching(/^(one|two)$/), platforms: [AMD64, ARM64] },
    ]);
  });

  test('goes in parts to builders that name its platforms', () => {
    const builders = [
      { name: 'one', platforms: [AMD64] },
      { name: 'two', platforms: [ARM64] },
    ];

    expect(placed([image('hello', [ARM64, AMD64])], builders).hello).toEqual([
      { builder: 'two', platforms: [ARM64] },
      { builder: 'one', platforms: [AMD64] },
    ]);
  });

  test('has a platform where it is named, and the others where none is', () => {
    const builders = [{ name: 'any' }, { name: 'arm', platforms: [ARM64] }];

    expect(placed([image('hello', [AMD64, ARM64, 'linux/riscv64'])], builders).hello).toEqual([
      { builder: 'any', platforms: [AMD64, 'linux/riscv64'] },
      { builder: 'arm', platforms: [ARM64] },
    ]);
  });

  test('that must be whole goes to one that may build all of it', () => {
    const builders = [{ name: 'any' }, { name: 'arm', platforms: [ARM64] }];

    expect(placed([whole(image('hello'))], builders).hello).toEqual([
      { builder: 'any', platforms: [AMD64, ARM64] },
    ]);
  });

  test('that must be whole has no place where no builder builds all of it', () => {
    const builders = [
      { name: 'one', platforms: [AMD64] },
      { name: 'two', platforms: [ARM64] },
    ];

    expect(placeImages([whole(image('hello'))], builders).unplaced).toEqual([{ image: 'hello' }]);
  });

  test('has no place for a platform that no builder is for', () => {
    expect(placeImages([image('hello')], [{ name: 'one', platforms: [AMD64] }]).unplaced).toEqual([
      { image: 'hello', platform: ARM64 },
    ]);
  });

  test('goes to no builder that cannot run its steps', () => {
    const builders = [
      { name: 'arm', runs: [ARM64] },
      { name: 'intel', runs: [AMD64, 'linux/386'] },
    ];
    const names = Array.from({ length: 30 }, (_, index) => `image-${index}`);
    const places = placed(
      names.map((name) => image(name)),
      builders,
    );

    expect(new Set(Object.values(places).map(builderOf))).toEqual(new Set(['intel']));
  });
});

describe('places of many images', () => {
  test('are the same in whatever order images and builders are named', () => {
    fc.assert(
      fc.property(NAMES, TEN, (names, builders) => {
        const images = names.map((name) => image(name));
        const reversed = placed([...images].reverse(), [...builders].reverse());

        expect(reversed).toEqual(placed(images, builders));
      }),
    );
  });

  test('stay for more than 90 % where one of ten builders comes or goes', () => {
    fc.assert(
      fc.property(NAMES, TEN, fc.nat(9), (names, ten, index) => {
        const images = names.map((name) => image(name));
        const gone = ten[index]?.name ?? '';
        const nine = ten.filter(({ name }) => name !== gone);
        const withTen = placed(images, ten);
        const withNine = placed(images, nine);
        const others = names.filter((name) => builderOf(withTen[name]) !== gone);
        const kept = others.filter(
          (name) => builderOf(withTen[name]) === builderOf(withNine[name]),
        );

        expect(kept.length / others.length).toBeGreaterThan(0.9);
      }),
    );
  });

  test('stay for all but those of builders that are lost', () => {
    fc.assert(
      fc.property(NAMES, TEN, fc.nat(9), (names, ten, index) => {
        const images = names.map((name) => image(name));
        const lost = new Set([ten[index]?.name ?? '']);
        const before = placed(images, ten);
        const after = Object.fromEntries(placeImages(images, ten, lost).parts);
        for (const name of names) {
          const was = builderOf(before[name]) ?? '';
          if (lost.has(was)) expect(lost).not.toContain(builderOf(after[name]));
          else expect(after[name]).toEqual(before[name]);
        }
      }),
    );
  });

  test('leave no builder with much more than its share', () => {
    fc.assert(
      fc.property(NAMES, TEN, (names, builders) => {
        const places = placed(
          names.map((name) => image(name)),
          builders,
        );
        const counts = builders.map(
          ({ name }) => Object.values(places).filter((parts) => builderOf(parts) === name).length,
        );

        expect(Math.max(...counts)).toBeLessThanOrEqual(Math.ceil((names.length * 1.25) / 10) + 1);
      }),
    );
  });

  test('have each platform of each image once, whichever builders there are', () => {
    const PLATFORMS = [AMD64, ARM64, 'linux/riscv64'];
    const builders = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z]{1,4}$/),
        platforms: fc.option(fc.subarray(PLATFORMS, { minLength: 1 }), { nil: undefined }),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
    );
    const images = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z]{1,6}$/),
        platforms: fc.subarray(PLATFORMS, { minLength: 1 }),
        mayBeSplit: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 20 },
    );
    fc.assert(
      fc.property(images, builders, fc.nat(6), (wanted, given, index) => {
        const toPlace = wanted.map(({ mayBeSplit, name, platforms }) => ({
          ...image(name, platforms),
          mayBeSplit,
        }));
        const lost = new Set(given.slice(index, index + 1).map(({ name }) => name));
        const { parts, unplaced } = placeImages(toPlace, given, lost);
        for (const { mayBeSplit, name, platforms } of toPlace) {
          const own = parts.get(name) ?? [];
          const isUnplaced = unplaced.some((one) => one.image === name);
          expect(own.flatMap((part) => part.platforms).sort()).toEqual(
            isUnplaced ? [] : platforms.map(({ platform }) => platform).sort(),
          );
          if (!mayBeSplit) expect(own.length).toBeLessThanOrEqual(1);
          for (const part of own) {
            const builder = given.find((one) => one.name === part.builder);
            expect(lost).not.toContain(part.builder);
            for (const one of part.platforms) {
              expect(builder?.platforms ?? [one]).toContain(one);
            }
          }
        }
      }),
    );
  });
});
