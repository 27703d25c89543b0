const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/** Whether a text may be the name of a package, of an extra or of a group. */
export function isName(text: string): boolean {
  return text.length <= 200 && NAME.test(text);
}

/**
 * The one form that a name is compared in: `Zope.Interface` is `zope-interface`.
 *
 * @see Python packaging: names and normalization (PEP 503)
 */
export function normalizeName(text: string): string {
  return text.toLowerCase().replace(/[-_.]+/g, '-');
}
