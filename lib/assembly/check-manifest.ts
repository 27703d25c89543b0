import { checkProps, describeValue, type PropProblem } from '../props';
import { type DefinitionManifest, MANIFEST, type WrittenManifest } from './manifest';

/** All that is wrong with the content of a `manifest.json`, by the place in it. */
export function manifestProblems(value: unknown): readonly PropProblem[] {
  const problems = checkProps(MANIFEST, value);
  // What the parts say of each other is looked at once each of them fits.
  return problems.length > 0 ? problems : contradictions(value as WrittenManifest);
}

function contradictions(manifest: WrittenManifest): PropProblem[] {
  return [
    ...repeated(manifest.images, 'images', 'name'),
    ...manifest.images.flatMap((image, index) => imageProblems(image, index, manifest)),
    ...sharedFiles(manifest),
    ...localProblems(manifest),
  ];
}

function imageProblems(
  { platformNames, platforms }: WrittenManifest['images'][number],
  index: number,
  { locals, missing }: WrittenManifest,
): PropProblem[] {
  const place = `images[${index}].platforms`;
  const found = repeated(platforms, place, 'platform');
  const lowered = platforms.map(({ platform }) => platform);
  const isUnlocked = missing.length > 0 && lowered.length === 0;
  const names = platformNames ?? lowered;
  if (
    !isUnlocked &&
    (names.length === 0 || [...names].sort().join() !== [...lowered].sort().join())
  )
    found.push(conflict(place, lowered.join(', '), `one for each of ${names.join(', ')}`));
  platforms.forEach((platform, at) => {
    const own = `${place}[${at}]`;
    found.push(...lostLocals(platform, own, locals));
    const { tests = [] } = platform;
    found.push(...repeated(tests, `${own}.tests`, 'name'));
    tests.forEach((test, nth) => {
      found.push(...lostLocals(test, `${own}.tests[${nth}]`, locals));
    });
  });
  return found;
}

function lostLocals(
  { locals: names = [] }: DefinitionManifest,
  place: string,
  locals: WrittenManifest['locals'],
): PropProblem[] {
  return names.flatMap((name, at) =>
    Object.hasOwn(locals, name)
      ? []
      : [conflict(`${place}.locals[${at}]`, name, 'a name in locals')],
  );
}

/** A file of the assembly is one platform's of one image, or one test's. */
function sharedFiles({ images }: WrittenManifest): PropProblem[] {
  const found: PropProblem[] = [];
  const owners = new Set<string>();
  images.forEach(({ platforms }, index) => {
    platforms.forEach(({ config, definition, tests = [] }, at) => {
      const ofTests = tests.map(
        (test, nth) => [`tests[${nth}].definition`, test.definition] as const,
      );
      for (const [key, file] of [...Object.entries({ config, definition }), ...ofTests]) {
        if (owners.has(file)) {
          const place = `images[${index}].platforms[${at}].${key}`;
          found.push(conflict(place, file, 'a file of its own'));
        }
        owners.add(file);
      }
    });
  });
  return found;
}

function localProblems({ archiveFiles, locals }: WrittenManifest): PropProblem[] {
  return Object.entries(locals).flatMap(([name, input]) => {
    const urls = input.type === 'deb-member' ? [input.url] : 'urls' in input ? input.urls : [];
    const lost = urls.filter((url) => !Object.hasOwn(archiveFiles, url));
    const place = `locals[${JSON.stringify(name)}].url${input.type === 'deb-member' ? '' : 's'}`;
    return lost.map((url) => conflict(place, url, 'a URL in archiveFiles'));
  });
}

function repeated<Key extends string>(
  list: readonly Readonly<Record<Key, string>>[],
  place: string,
  key: Key,
): PropProblem[] {
  const names = list.map((entry) => entry[key]);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [conflict(`${place}[${index}].${key}`, name, 'each of them once')],
  );
}

function conflict(place: string, got: string, expected: string): PropProblem {
  return {
    place,
    message: `property ${place} does not fit the others`,
    got: describeValue(got),
    expected,
  };
}
