/** How a registry wants to be convinced. */
export interface Challenge {
  /** In lower case: `bearer` or `basic`. */
  readonly scheme: string;
  /** Token server of a bearer challenge; empty where the challenge has none. */
  readonly realm: string;
  readonly service: string;
  readonly scope: string;
}

/**
 * Reads a `WWW-Authenticate` header: the first challenge that is Bearer, else the first.
 *
 * @see RFC 9110, section 11.6.1
 */
export function parseChallenge(header: string): Challenge | undefined {
  const challenges: Challenge[] = [];
  // A scheme is a word followed by "name=value" parameters, which commas separate, as they do
  // challenges.
  const pattern =
    /([A-Za-z]+)\s+((?:[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,"]+)\s*(?:,\s*|$))+)|([A-Za-z]+)\s*(?:,|$)/g;
  for (const [, named, parameters = '', bare] of header.matchAll(pattern)) {
    const values = new Map<string, string>();
    for (const [, name = '', quoted, plain] of parameters.matchAll(
      /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
    )) {
      values.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
    }
    challenges.push({
      scheme: (named ?? bare ?? '').toLowerCase(),
      realm: values.get('realm') ?? '',
      service: values.get('service') ?? '',
      scope: values.get('scope') ?? '',
    });
  }
  return challenges.find(({ scheme }) => scheme === 'bearer') ?? challenges[0];
}
