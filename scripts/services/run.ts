/**
 * Builds services of many kinds as base image and as runtime, for amd64 and arm64, starts each runtime
 * without capabilities in a read-only tree, and puts what became of it into the table of
 * docs/services.md.
 *
 *   scripts/services/run [--emulate PROGRAM] [PACKAGE...]
 *
 * With a static qemu-user, the runtimes of the other architecture are started too.
 *
 * Needs dist/, a Docker Engine (scripts/engine) and mirrors of Debian. Ends with 3 where one failed.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Emulator, say, serve } from './container';
import { SERVICES, type Service, serviceOf } from './list';
import { failureOf, type Result } from './result';
import { ServicesApp } from './synth';
import { putCells } from './table';

const OTHER = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64';

const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { emulate: { type: 'string' } },
});
const emulator: Emulator | undefined =
  values.emulate === undefined ? undefined : { program: values.emulate, platform: OTHER };
const services = wanted.length === 0 ? SERVICES : wanted.map(serviceOf);

const app = new ServicesApp(services.map((one) => [one]));

const untold: Result = { says: '' };

/** What became of a service, by column. */
function resultsOf(service: Service) {
  const {
    notEmulated,
    packages: [name = ''],
    serves,
  } = service;
  const image = `runtime-${name}`;
  const base = app.synth('build', `base-${name}`);
  const runtime = app.synth('build', image);
  const isThere = [base, runtime].every((one) => failureOf(one) === undefined);
  const emulated = () =>
    isThere && emulator !== undefined ? say(image, service, emulator) : untold;
  const results = {
    base,
    runtime,
    says: isThere ? say(image, service) : untold,
    emulated: notEmulated === undefined ? emulated() : { says: notEmulated },
    serves: !isThere || typeof serves === 'string' ? untold : serve(image, serves),
  };
  spawnSync(process.env.TEST_DOCKER ?? 'docker', ['image', 'rm', '--force', `base-${name}`, image]);
  return results;
}

const locked = failureOf(app.synth('lock'));
if (locked !== undefined) throw new Error(locked);
let failed = 0;
for (const service of services) {
  const [name = ''] = service.packages;
  const results = Object.entries(resultsOf(service));
  const cells = Object.fromEntries(
    results.map(([column, one]) => [
      column,
      'failure' in one ? `**no**: ${one.failure}` : one.says,
    ]),
  );
  if (typeof service.serves === 'string') cells.serves = service.serves;
  if (cells.emulated !== '' && cells.emulated === cells.says) cells.emulated = 'the same';
  console.log([name, ...Object.values(cells)].join(' | '));
  putCells(name, cells);
  if (results.some(([, one]) => failureOf(one) !== undefined)) failed++;
}
app.remove();
console.error(`${services.length - failed} of ${services.length} are as they should be`);
process.exitCode = failed === 0 ? 0 : 3;
