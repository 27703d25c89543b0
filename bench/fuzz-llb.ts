/**
 * Feeds mutated definitions to everything that reads one, and fails for an error without type, a
 * result that is not stable, or an input that takes too long.
 *
 *   node --import tsx bench/fuzz-llb.ts [--inputs 1000000] [--seed 1]
 *
 * The same seed gives the same inputs. Prints one JSON line.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withCompiled } from './compiled';

const FIXTURE = 'test/fixtures/llb-reference.jsonl';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});

const sources = [
  ...['lib/llb', 'lib/graph', 'lib/errors', 'lib/oci'],
  ...['bench/fuzz-llb-inputs.ts', 'bench/fuzz-mutations.ts'],
];
withCompiled(sources, (folder) => {
  mkdirSync(join(folder, 'test/fixtures'), { recursive: true });
  copyFileSync(resolve(__dirname, '..', FIXTURE), join(folder, FIXTURE));
  const script = join(folder, 'bench/fuzz-llb-inputs.js');
  // A small heap: memory that grows with hostile input shows as a crash.
  execFileSync(process.execPath, ['--max-old-space-size=512', script, values.inputs, values.seed], {
    stdio: 'inherit',
  });
});
