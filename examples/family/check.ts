/**
 * Pushes every image of the family, audits it, starts it as strictly as its contract promises, waits
 * until it is healthy, asks it something real, reads its metrics, and stops it:
 *
 *   node --import tsx check.ts [--emulate PROGRAM] [IMAGE...]
 *
 * With a static qemu-user, the images of the other architecture are started too. Needs a Docker Engine
 * and a registry where the images are published. Prints a table; ends with 3 where one is not as it
 * should be.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { ImageAudit } from 'buildkit-cdk/build';
import { QUESTIONS, type Question } from './questions.ts';

const DOCKER = process.env.TEST_DOCKER ?? 'docker';
const STRICT = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
const OWN = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
const OTHER = OWN === 'linux/amd64' ? 'linux/arm64' : 'linux/amd64';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { emulate: { type: 'string' } },
});
const questions = QUESTIONS.filter(
  ({ image }) => positionals.length === 0 || positionals.includes(image),
);

function docker(...args: readonly string[]): { ok: boolean; out: string } {
  const { status, stderr, stdout } = spawnSync(DOCKER, args, {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { ok: status === 0, out: `${stdout}${status === 0 ? '' : stderr}`.trim() };
}

function synth(...args: readonly string[]): string {
  return execFileSync('npx', ['--no-install', 'synth', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
}

interface Pushed {
  readonly image: string;
  readonly names: readonly string[];
  readonly digest: string;
  readonly seconds: number;
}

const sleep = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** Fails with what a container said last. */
function failed(id: string, why: string): never {
  throw new Error(`${why}: ${docker('logs', '--tail', '3', id).out.replaceAll('\n', ' / ')}`);
}

/** Calls until it is content; gives the seconds that it took. */
function until(id: string, why: string, isSo: () => boolean, patience = 90_000): number {
  const start = Date.now();
  while (!isSo()) {
    const isGone = docker('inspect', '--format={{.State.Running}}', id).out !== 'true';
    if (isGone || Date.now() - start > patience) failed(id, why);
    sleep(250);
  }
  return (Date.now() - start) / 1000;
}

/** Runs a shell command of the tools in the network of a container. */
function inside(id: string, command: string): string {
  return docker('run', '--rm', `--network=container:${id}`, tools, 'bash', '-c', command).out;
}

function start(
  reference: string,
  { flags = [], interpreter }: Question,
  emulator?: string,
): string {
  const { Cmd = [], Entrypoint = [] } = JSON.parse(
    docker('image', 'inspect', '--format={{json .Config}}', reference).out,
  ) as { Cmd?: string[]; Entrypoint?: string[] };
  const [entrypoint, ...args] = emulator
    ? ['/emulator', ...(interpreter ? [interpreter] : []), ...Entrypoint, ...Cmd]
    : [...Entrypoint, ...Cmd];
  const { ok, out } = docker(
    ...['run', '--detach', '--network=none', '--tmpfs=/tmp', '--tmpfs=/run', ...STRICT, ...flags],
    ...(emulator ? [`--volume=${emulator}:/emulator:ro`, `--platform=${OTHER}`] : []),
    ...[`--entrypoint=${entrypoint}`, reference, ...args],
  );
  if (!ok) throw new Error(out);
  return out;
}

/** What became of an image, by column. */
function check(question: Question, { digest, names }: Pushed): Record<string, string> {
  const reference = `${names[0]?.replace(/:[^:/]+$/, '')}@${digest}`;
  const pulled = docker('pull', '--quiet', reference);
  if (!pulled.ok) throw new Error(pulled.out);
  const id = start(reference, question);
  try {
    const healthy = until(id, 'it is not healthy', () => {
      const { out } = docker('inspect', '--format={{.State.Health.Status}}', id);
      return out === 'healthy';
    });
    const answer = inside(id, question.ask);
    if (!question.expects.test(answer)) failed(id, `it answered ${JSON.stringify(answer)}`);
    const [url, name] = question.metrics ?? [];
    if (url !== undefined && !inside(id, `curl -sS ${url}`).includes(name ?? '')) {
      failed(id, `its metrics have no ${name}`);
    }
    const begin = Date.now();
    docker('stop', '--time=10', id);
    const stopped = (Date.now() - begin) / 1000;
    const { out: code } = docker('inspect', '--format={{.State.ExitCode}}', id);
    if (code === '137') failed(id, 'its signal did not end it in ten seconds');
    return {
      healthy: `${healthy.toFixed(1)} s`,
      answers: 'yes',
      metrics: name === undefined ? '' : 'yes',
      stopped: `${stopped.toFixed(1)} s`,
      emulated: values.emulate === undefined ? '' : checkEmulated(question, reference),
    };
  } finally {
    docker('rm', '--force', '--volumes', id);
  }
}

/** A healthcheck would need the kernel to know of the emulator: it is asked, only. */
function checkEmulated(question: Question, reference: string): string {
  docker('pull', '--quiet', `--platform=${OTHER}`, reference);
  const id = start(reference, question, values.emulate);
  try {
    const answers = () => question.expects.test(inside(id, question.ask));
    until(id, 'it does not answer, emulated', answers, 180_000);
    return 'yes';
  } finally {
    docker('rm', '--force', '--volumes', id);
    docker('image', 'rm', '--force', reference);
  }
}

const names = positionals.length === 0 ? [] : ['tools', ...positionals];
const pushed: Pushed[] = JSON.parse(synth('push', '--progress', 'quiet', '--json', ...names));
const audits: ImageAudit[] = JSON.parse(synth('audit', '--progress', 'quiet', '--json', ...names));
const found = pushed.find(({ image }) => image === 'tools');
if (found === undefined) throw new Error('the app has no image "tools"');
const tools = found.names[0] ?? '';
docker('pull', '--quiet', tools);

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const rows = questions.map((question) => {
  const { image, kind } = question;
  const one = pushed.find((result) => result.image === image);
  const own = audits.filter((audit) => audit.image === image);
  const [audit] = own.filter(({ platform }) => platform === OWN);
  if (one === undefined || audit === undefined) throw new Error(`the app has no image "${image}"`);
  const broken = own
    .flatMap(({ findings }) => findings)
    .filter(({ waiver }) => waiver === undefined);
  const size = audit.layers.reduce((sum, layer) => sum + layer.compressedSize, 0);
  let became: Record<string, string>;
  try {
    became = check(question, one);
  } catch (error) {
    became = { answers: `**no**: ${(error as Error).message}` };
  }
  console.error(`${image}: ${became.answers}`);
  return {
    image,
    kind,
    platforms: own.length,
    size: megabytes(size),
    packages: audit.packages.length,
    healthy: became.healthy ?? '',
    answers: became.answers ?? '',
    metrics: became.metrics ?? '',
    stopped: became.stopped ?? '',
    emulated: became.emulated ?? '',
    contract: broken.length === 0 ? 'kept' : `**${broken.length} broken**`,
    waivers: Object.keys(audit.waivers ?? {}).join(', '),
  };
});

const columns = Object.keys(rows[0] ?? {});
const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
console.log(
  [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(Object.values(row))),
  ].join('\n'),
);
const bad = rows.filter(({ answers, contract }) => answers !== 'yes' || contract !== 'kept');
process.exitCode = bad.length === 0 ? 0 : 3;
