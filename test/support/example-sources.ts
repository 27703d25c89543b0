import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const EXAMPLES = resolve(__dirname, '../../examples');

/** Every source and lock of the examples, each between line ends. */
const sources = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ts$|synth\.lock\.json$/.test(name) && !/node_modules|dist/.test(name))
  .map((name) => `\n${readFileSync(join(EXAMPLES, name), 'utf8')}`);

/** True for whole lines of an example, which are compiled and run as part of that. */
export function isPartOfExample(text: string): boolean {
  return sources.some((source) => source.includes(`\n${text}`));
}
