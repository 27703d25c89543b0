import { describeValue, VARIABLE_NAME } from '../../../lib/props';
import { isUtf8 } from './data-value';

const BARE = /^[\w./:@%+,=-]*$/;

/** Lines `NAME=value`. @throws TypeError for a name or a value that cannot stand there */
export function formatEnv(variables: unknown): string {
  const lines = Object.entries(Object(variables)).map(([name, value]) => {
    if (VARIABLE_NAME.check(name, '').length > 0) {
      throw new TypeError(`${describeValue(name)} is no name of a variable`);
    }
    if (typeof value !== 'string' || !isUtf8(value) || /[\0\r\n]/.test(value)) {
      throw new TypeError(`${name} is ${describeValue(value)}, and no text of one line`);
    }
    return `${name}=${BARE.test(value) ? value : `"${value.replace(/[\\"$`]/g, '\\$&')}"`}\n`;
  });
  return lines.join('');
}
