/**
 * Time of `synth --help` against an empty Node.
 *
 *   node --import tsx bench/start-up.ts
 *
 * Needs dist/ (npm run build).
 */
import { join } from 'node:path';
import { sideBySide } from './side-by-side';

const MAIN = join(__dirname, '../dist/lib/cli/main.js');
const empty = { command: [process.execPath, '-e', '0'] as const };

sideBySide(
  'synth --help',
  [{ command: [process.execPath, MAIN, '--help'] }, { command: [...empty.command] }],
  15,
);
sideBySide(
  'synth --version',
  [{ command: [process.execPath, MAIN, '--version'] }, { command: [...empty.command] }],
  15,
);
