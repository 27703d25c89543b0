import { quote } from './describe-value';

const MAX_NAME = 40;

/** The place of an entry of a list: `ports[1]`. */
export function entryPlace(place: string, index: number): string {
  return `${place}[${index}]`;
}

/** The place of a named part: `healthcheck.retries`, and `env["A B"]` for what is no plain name. */
export function namedPlace(place: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]{0,39}$/.test(name)) return `${place}[${quote(name, MAX_NAME)}]`;
  return place === '' ? name : `${place}.${name}`;
}
