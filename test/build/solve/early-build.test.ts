import { execFileSync, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { L1_PROJECT } from '../../cli/l1-app';
import { describeWith } from '../../support/engine';
import { InstalledPackage, type RunResult } from '../../support/installed-package';

const installed = new InstalledPackage();

interface Step {
  readonly name: string;
  readonly completed?: string;
}

jest.setTimeout(60_000);

describeWith(['buildkitd'], 'a build that begins while the app runs', ({ buildkitd }) => {
  const folder = installed.project(L1_PROJECT);
  const gate = join(folder, 'gate');

  /** A name that no other build on the daemon has: tests of other files run at the same time. */
  const name = `registry.example.org/early-${process.pid}`;
  /** The daemon's records of builds under that name: whether each has ended. */
  const records = (): readonly { readonly isOver: boolean; readonly ref: string }[] =>
    execFileSync(
      buildkitd.buildctl,
      ['--addr', buildkitd.address, 'debug', 'histories', '--format', '{{json .}}'],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    )
      .split('\n')
      .filter((line) => line.includes(name))
      .map((line) => JSON.parse(line).record)
      .map(({ CompletedAt, Ref }) => ({ isOver: CompletedAt !== undefined, ref: Ref }));
  const running = () => records().filter(({ isOver }) => !isOver).length;

  const build = (env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
    installed.synth(folder, ['build', '--json', ...args], {
      env: { BUILDKIT_HOST: buildkitd.address, TEST_NAMES: name, ...env },
    });
  /** A build whose app ends only once the daemon has begun. */
  const buildBehindGate = async (
    env: Readonly<Record<string, string>> = {},
    beforeItEnds: () => Promise<void> = async () => {},
  ) => {
    rmSync(gate, { force: true });
    const result = build({ TEST_GATE: gate, ...env });
    while (running() === 0) await delay(20);
    await beforeItEnds();
    writeFileSync(gate, '');
    return result;
  };
  /** Steps of a build as the daemon tells them, until one is the last that is wanted. */
  const steps = async (ref: string, isLast: (step: Step) => boolean = () => false) => {
    const options = ['--addr', buildkitd.address, 'debug', 'logs', '--progress', 'rawjson', ref];
    const logs = spawn(buildkitd.buildctl, options, { stdio: ['ignore', 'pipe', 'ignore'] });
    const told: Step[] = [];
    for await (const line of createInterface({ input: logs.stdout })) {
      const { vertexes = [] } = JSON.parse(line) as { readonly vertexes?: readonly Step[] };
      told.push(...vertexes.filter(({ name }) => name.startsWith('mkfile')));
      if (told.some(isLast)) break;
    }
    logs.kill();
    return told;
  };
  /** Once the daemon has made a file of the build that runs. */
  const solved = async () => {
    const { ref = '' } = records().find(({ isOver }) => !isOver) ?? {};
    await steps(ref, ({ completed }) => completed !== undefined);
  };
  const digest = ({ code, stdout, stderr }: RunResult): string => {
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout)[0].digest;
  };

  test('is the one build of an app that writes the same again', async () => {
    const first = digest(await build());
    const before = records().length;

    const second = digest(await buildBehindGate());

    expect(second).toBe(first);
    expect(records()).toHaveLength(before + 1);
    expect(running()).toBe(0);
  });

  test('builds what the app writes this time, and nothing of what it wrote before', async () => {
    await build();
    const before = records().length;

    const result = await buildBehindGate({ TEST_TEXT: 'changed' });

    expect(records()).toHaveLength(before + 1);
    expect(result.stderr).not.toMatch(/hello (amd64|arm64)/);
    rmSync(join(folder, 'synth.out'), { recursive: true });
    expect(digest(result)).toBe(digest(await build({ TEST_TEXT: 'changed' })));
  });

  test('solves what the last build made before the app has ended, and tells it after', async () => {
    const first = digest(await build());

    const second = await buildBehindGate({}, solved);

    expect(digest(second)).toBe(first);
  });

  test('tells nothing of what was solved and is not of the image any more', async () => {
    await build({ TEST_TEXT: 'before' });

    const { code, stderr } = await buildBehindGate({ TEST_TEXT: 'after' }, solved);

    expect(code).toBe(0);
    // One of each platform; those of before have the same names.
    expect(new Set(stderr.match(/^#\d+ .*mkfile/gm)).size).toBe(2);
  });

  test('solves nothing ahead that was written and never built', async () => {
    await build();
    const env = { TEST_TEXT: `unbuilt ${Date.now()}`, TEST_NAMES: name };
    await installed.synth(folder, ['synth'], { env });
    const before = records().map(({ ref }) => ref);
    let opened = 0;

    const result = await buildBehindGate(env, async () => {
      await delay(300);
      opened = Date.now();
    });

    expect(result.code).toBe(0);
    const { ref = '' } = records().find(({ ref }) => !before.includes(ref)) ?? {};
    const completed = (await steps(ref)).flatMap(({ completed }) => completed ?? []);
    expect(Math.min(...completed.map((time) => Date.parse(time)))).toBeGreaterThanOrEqual(opened);
  });

  test('starts over when the image has other names', async () => {
    await build();

    const { code, stdout } = await buildBehindGate({ TEST_NAMES: `${name}/renamed` });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)[0].names).toEqual([`${name}/renamed:one`, `${name}/renamed:two`]);
    expect(running()).toBe(0);
  });

  test('ends with the app that fails', async () => {
    await build();

    const { code, stdout, stderr } = await buildBehindGate({ TEST_FAILURE: 'no such image' });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error E_APP_FAILED {2}app throws Error: no such image\n/);
    expect(running()).toBe(0);
  });

  test('ends at Ctrl-C', async () => {
    await build();
    rmSync(gate, { force: true });

    const { code } = await installed.synth(folder, ['build'], {
      env: { BUILDKIT_HOST: buildkitd.address, TEST_NAMES: name, TEST_GATE: gate },
      onStart: async ({ kill }) => {
        while (running() === 0) await delay(20);
        kill('SIGINT');
      },
    });

    expect(code).toBe(130);
    while (running() > 0) await delay(20);
  });

  test('is not begun for an image that is not asked for, or that goes to a file', async () => {
    await build({ TEST_IMAGES: 'hello,other' });
    const before = records().length;

    const named = await build({ TEST_IMAGES: 'hello,other' }, ['other']);
    const file = await build({}, ['--output', 'type=oci,dest=hello.tar']);

    expect(JSON.parse(named.stdout)).toMatchObject([{ image: 'other' }]);
    expect(JSON.parse(file.stdout)).toMatchObject([{ image: 'hello' }]);
    expect(records()).toHaveLength(before + 2);
  });

  test('shows its progress once the app has ended', async () => {
    await build();

    const { code, stderr } = await buildBehindGate({ TEST_TEXT: 'shown' });

    expect(code).toBe(0);
    expect(stderr.match(/mkfile/g)?.length).toBeGreaterThan(0);
  });
});
