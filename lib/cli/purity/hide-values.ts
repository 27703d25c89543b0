/** Shorter ones are words that stand everywhere. */
const MIN_LENGTH = 6;
const MIN_SECRET_LENGTH = 3;
const SECRET = /AUTH|CRED|KEY|PASS|PRIVATE|SECRET|TOKEN/i;

/** Puts the names of variables of the environment in the place of their values: `$API_TOKEN`. */
export function hideValues(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const found = Object.entries(env).filter(
    ([name, value = '']) =>
      value.length >= (SECRET.test(name) ? MIN_SECRET_LENGTH : MIN_LENGTH) && text.includes(value),
  );
  // A value may be a part of another.
  found.sort(([, a = ''], [, b = '']) => b.length - a.length);
  return found.reduce((left, [name, value = '']) => left.replaceAll(value, `$${name}`), text);
}
