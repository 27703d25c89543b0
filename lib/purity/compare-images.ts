import type { DefinitionManifest, ImageManifest, PlatformManifest } from '../assembly/manifest';
import { type FieldChange, valueChanges } from '../graph';
import type { AssemblyFiles } from './assembly-files';
import { compareVertices } from './compare-vertices';
import type { Change, ConstructDifference } from './construct-difference';

interface Side<T> {
  readonly in: AssemblyFiles;
  readonly it: T;
}

/** Differences of images: what the manifest says of them, their configs and their definitions. */
export function compareImages(before: AssemblyFiles, after: AssemblyFiles): ConstructDifference[] {
  return pairs(before.manifest.images, after.manifest.images, ({ name }) => name).flatMap(
    ([old, now]) => {
      if (old !== undefined && now !== undefined) {
        return compareImage({ in: before, it: old }, { in: after, it: now });
      }
      return [imageDifference(old ?? now, [oneSided('manifest', 'image', old, now)])];
    },
  );
}

function compareImage(
  before: Side<ImageManifest>,
  after: Side<ImageManifest>,
): ConstructDifference[] {
  const changes = valueChanges(described(before.it), described(after.it));
  const own = imageDifference(before.it, changes.map(of('manifest')));
  // While one of them misses an answer of the lock it has no platforms; its requests tell why.
  if (before.it.platforms.length === 0 || after.it.platforms.length === 0) return [own];
  const platforms = pairs(before.it.platforms, after.it.platforms, ({ platform }) => platform);
  return [
    own,
    ...platforms.flatMap(([old, now]) =>
      old === undefined || now === undefined
        ? []
        : comparePlatform(before.it, { in: before.in, it: old }, { in: after.in, it: now }),
    ),
  ];
}

function comparePlatform(
  image: ImageManifest,
  before: Side<PlatformManifest>,
  after: Side<PlatformManifest>,
): ConstructDifference[] {
  const { platform } = before.it;
  const changes = [
    ...valueChanges(before.in.config(before.it), after.in.config(after.it)).map(of('config')),
    ...valueChanges(before.it.packages, after.it.packages).map(of('packages')),
  ];
  const compare = (old: DefinitionManifest, now: DefinitionManifest) =>
    compareVertices(before.in.definition(old), after.in.definition(now), before.in.tree);
  const tests = pairs(before.it.tests ?? [], after.it.tests ?? [], ({ name }) => name);
  changes.push(
    ...tests.flatMap(([old, now]) =>
      old && now ? [] : [oneSided('tests', old?.name ?? now?.name ?? '', old, now)],
    ),
  );
  const vertices = [
    ...compare(before.it, after.it),
    // A test has all that its image has: while that differs, it is told there.
    ...(before.it.digest === after.it.digest
      ? tests.flatMap(([old, now]) => (old && now ? compare(old, now) : []))
      : []),
  ];
  return [
    imageDifference(image, changes, [platform]),
    ...vertices.map(({ changes, constructPath, source }) => ({
      constructPath: constructPath ?? image.constructPath,
      source: source ?? image.source,
      platforms: [platform],
      changes,
    })),
  ];
}

/** What an image is beside its platforms, which are compared by themselves. */
function described({ platforms, ...image }: ImageManifest): object {
  return image;
}

function imageDifference(
  image: ImageManifest | undefined,
  changes: readonly Change[],
  platforms: readonly string[] = [],
): ConstructDifference {
  return {
    constructPath: image?.constructPath ?? '',
    source: image?.source,
    platforms,
    changes,
  };
}

function of(what: string): (change: FieldChange) => Change {
  return (change) => ({ ...change, of: what });
}

function oneSided(what: string, field: string, old: unknown, now: unknown): Change {
  const side = (value: unknown) => (value === undefined ? undefined : 'there');
  return { of: what, field, before: side(old), after: side(now) };
}

/** What both sides, or one of them, have of each name. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (one: T) => string,
): (readonly [T | undefined, T | undefined])[] {
  const names = new Set([...before, ...after].map(nameOf));
  const find = (list: readonly T[], name: string) => list.find((one) => nameOf(one) === name);
  return [...names].map((name) => [find(before, name), find(after, name)]);
}
