import { spawn } from 'node:child_process';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

describeWith(['buildkitd'], 'the cache of a daemon', () => {
  const folder = installed.project(L1_PROJECT);
  let daemon: TcpBuildkitd;
  beforeAll(async () => {
    daemon = await startTcpBuildkitd({ name: 'cli-prune' });
    await synth('prune', '--all', '--force');
  });
  afterAll(() => daemon?.stop());
  const synth = async (...args: string[]) => {
    const env = { BUILDKIT_HOST: daemon.address };
    const { code, stderr, stdout } = await installed.synth(folder, args, { env });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  /** Runs `synth prune` with this on its stdin. */
  const answer = (input: string) =>
    new Promise<{ code: number | null; stderr: string; stdout: string }>((done) => {
      const env = { ...process.env, BUILDKIT_HOST: daemon.address };
      const child = spawn(
        process.execPath,
        [installed.file('lib/cli/main.js'), 'prune', '--max-used-space', '1'],
        { cwd: folder, env },
      );
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => {
        stderr += text;
      });
      child.on('close', (code) => done({ code, stderr, stdout }));
      child.stdin.end(input);
    });
  const count = async () => JSON.parse(await synth('du', '--json')).length as number;

  test('is listed with its sum, and told in full', async () => {
    await synth('build', '--output', 'type=tar,dest=/dev/null');

    const table = await synth('du');
    expect(table).toMatch(/^ID +RECLAIMABLE +SIZE +LAST USED\n/);
    expect(table).toMatch(/^[a-z0-9]{25}\*? +(true|false) +[0-9.]+k?B {2}/m);
    expect(table).toMatch(/^Reclaimable: +[1-9][0-9.]*kB\nTotal: +[1-9][0-9.]*kB\n$/m);
    const verbose = await synth('du', '--verbose', '--filter', 'description~=mkfile');
    expect(verbose).toMatch(/^type +regular\ndescription +mkfile .*hello\ncreated +20/m);
    expect(await synth('du', '--filter', 'until=1h', '--json')).toBe('[]\n');
  });

  test.each([
    ['n\n', 0, 'nothing was removed'],
    ['', 2, 'stdin has no answer'],
  ])('stays after the answer %j', async (input, code, told) => {
    await synth('build', '--output', 'type=tar,dest=/dev/null');
    const before = await count();

    const result = await answer(input);

    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain('Remove build cache that nothing uses and no image holds?');
    expect(result.stderr).toContain(told);
    expect(await count()).toBe(before);
  });

  test('goes after the answer "y", record by record', async () => {
    await synth('build', '--output', 'type=tar,dest=/dev/null');
    const before = await count();
    expect(before).toBeGreaterThan(0);

    const { code, stdout } = await answer('y\n');

    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(before + 1);
    expect(lines.at(-1)).toMatch(/^Total: [1-9][0-9.]*kB$/);
    expect(await count()).toBe(0);
  });

  test('goes without a question after --force, as JSON', async () => {
    await synth('build', '--output', 'type=tar,dest=/dev/null');

    const removed = JSON.parse(await synth('prune', '--force', '--json')) as { id: string }[];

    expect(removed.length).toBeGreaterThan(0);
    expect(await count()).toBe(0);
  });

  test('is kept as long as it shall be', async () => {
    await synth('build', '--output', 'type=tar,dest=/dev/null');

    expect(await synth('prune', '--force', '--keep-duration', '1h')).toBe('Total: 0B\n');
    expect(await synth('prune', '--force', '--filter', 'until=1h')).toBe('Total: 0B\n');
    expect(await count()).toBeGreaterThan(0);
  });

  test('is of a builder that tells of itself', async () => {
    const text = await synth('builder');
    expect(text).toMatch(
      /^address +tcp:.*\nBuildKit +v[0-9.]+\n\nworker +[a-z0-9]{25}\nplatforms +linux\//,
    );
    expect(text).toContain('gc rule    type==source.local or type==exec.cachemount');
    expect(JSON.parse(await synth('builder', '--json'))).toMatchObject({
      address: daemon.address,
      isDocker: false,
      workers: [{ gcPolicy: [{ all: false }, {}, {}, { all: true }] }],
    });
  });

  test.each([
    [['prune', '--force', '--keep-duration', '1h', '--filter', 'until=2h'], 'say the same twice'],
    [['prune', '--force', '--max-used-space', 'much'], 'option "--max-used-space" is no size'],
    [['du', '--filter', 'typ=regular'], 'did you mean "type"?'],
    [['du', '--force'], '--force'],
  ])('%j is a wrong usage', async (args, told) => {
    const { code, stderr } = await installed.synth(folder, args);

    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});
