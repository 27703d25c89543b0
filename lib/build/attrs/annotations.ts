import type { AttrProblem } from './attribute';

const PLACES = ['manifest', 'manifest-descriptor', 'index', 'index-descriptor'];
const PLACE = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/;

/**
 * Attributes that annotate an image, of annotations as buildx has them: `KEY`, or
 * `PLACE[PLATFORM],…:KEY`.
 *
 * @returns attributes, or what is wrong
 */
export function annotationAttrs(annotations: Readonly<Record<string, string>>): {
  readonly attrs: Readonly<Record<string, string>>;
  readonly problems: readonly AttrProblem[];
} {
  const attrs: Record<string, string> = {};
  const problems: AttrProblem[] = [];
  for (const [name, value] of Object.entries(annotations)) {
    const colon = name.indexOf(':');
    const key = name.slice(colon + 1);
    if (key === '' || /\s/.test(key)) {
      problems.push({ message: `has the key "${key}"`, expected: 'a key without spaces' });
      continue;
    }
    for (const place of colon < 0 ? [''] : name.slice(0, colon).split(',')) {
      const [, type = '', platform] = PLACE.exec(place) ?? [];
      if (place !== '' && !PLACES.includes(type)) {
        problems.push({ message: `has no place "${place}"`, expected: PLACES.join(', ') });
        continue;
      }
      const at = type === '' ? '' : `-${type}`;
      attrs[`annotation${at}${platform === undefined ? '' : `[${platform}]`}.${key}`] = value;
    }
  }
  return { attrs, problems };
}
