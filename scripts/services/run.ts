/**
 * Builds services of many kinds as base image and as runtime, for amd64 and arm64, starts each runtime
 * as an ordinary user without capabilities in a read-only tree, and prints what became of it as the
 * table of docs/services.md.
 *
 *   scripts/services/run [PACKAGE...]
 *
 * Needs dist/, a Docker Engine (scripts/engine) and mirrors of Debian. Ends with 3 where one failed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SERVICES, type Service } from './list';

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const docker = process.env.TEST_DOCKER ?? 'docker';
const wanted = process.argv.slice(2);
const services = SERVICES.filter(
  ({ packages: [name = ''] }) => wanted.length === 0 || wanted.includes(name),
);

const folder = mkdtempSync(join(tmpdir(), 'services-'));
for (const file of ['app.ts', 'list.ts']) symlinkSync(join(__dirname, file), join(folder, file));
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"commonjs"}');
const env = {
  ...process.env,
  SERVICES: services.map(({ packages: [name] }) => name).join(' '),
  SERVICES_SNAPSHOT: new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
};

function synth(...args: readonly string[]): { readonly failure?: string } {
  const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], options);
  if (status === 0) return {};
  const [, told] = /^error (.*)$/m.exec(stderr) ?? [];
  const [, output = ''] = /^ {2}output\n((?: {4}.*\n)+)/m.exec(stderr) ?? [];
  const last = output.trim().split('\n').at(-1)?.trim();
  return { failure: [told ?? stderr.slice(-200), last].filter(Boolean).join(': ') };
}

/** Runs the image as strictly as its contract promises; gives the first line that it says. */
function start(name: string): { readonly says?: string; readonly failure?: string } {
  const archive = join(folder, `${name}.tar`);
  const built = synth('build', `started-${name}`, '--output', `type=tar,dest=${archive}`);
  if (built.failure !== undefined) return built;
  const image = `services-${name}`;
  execFileSync(docker, ['import', archive, image], { stdio: 'ignore' });
  const strict = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
  const rights = ['--network=none', '--user=65532:65532', '--tmpfs=/tmp', '--tmpfs=/run'];
  const { says } = services.find(({ packages }) => packages[0] === name) ?? { says: [] };
  const ran = spawnSync(docker, ['run', '--rm', ...strict, ...rights, image, ...says], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  execFileSync(docker, ['image', 'rm', image], { stdio: 'ignore' });
  rmSync(archive);
  const line = `${ran.stdout}\n${ran.stderr}`.split('\n').find((one) => /\S/.test(one)) ?? '';
  const text = line.trim().slice(0, 60).replace(/\|/g, '/');
  return ran.status === 0 ? { says: text } : { failure: `exit code ${ran.status}: ${text}` };
}

function row({ packages: [name = ''] }: Service): {
  readonly line: string;
  readonly isWell: boolean;
} {
  const base = synth('build', `base-${name}`);
  const runtime = synth('build', `runtime-${name}`);
  const started = runtime.failure === undefined ? start(name) : {};
  const cell = ({ failure }: { readonly failure?: string }) => failure ?? 'yes';
  const isWell = [base, runtime, started].every(({ failure }) => failure === undefined);
  const says = started.failure ?? started.says ?? '';
  return { line: `| ${name} | ${cell(base)} | ${cell(runtime)} | ${says} |`, isWell };
}

const locked = synth('lock');
if (locked.failure !== undefined) throw new Error(locked.failure);
console.log('| Package | Base image | Runtime | Started, it says |\n|---|---|---|---|');
let failed = 0;
for (const service of services) {
  const { isWell, line } = row(service);
  console.log(line);
  if (!isWell) failed++;
}
rmSync(folder, { recursive: true });
console.error(`${services.length - failed} of ${services.length} are built and start`);
process.exitCode = failed === 0 ? 0 : 3;
