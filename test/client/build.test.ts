import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildRequest, connect, type SolveStatus } from '../../lib/client';
import { copy, mkfile, scratch, secretMount } from '../../lib/llb';
import {
  ClientBuilds,
  describeOverTransports,
  marshal,
  result,
  shellRoot,
} from '../support/client-builds';

const builds = new ClientBuilds();
const { shell } = builds;
const fresh = (name: string) => builds.fresh(name);
const names = (status: SolveStatus[]) =>
  new Set(status.flatMap(({ vertexes }) => vertexes.map(({ name }) => name)));

describeOverTransports('a build', (address, service, transport) => {
  const build = (request: BuildRequest) => builds.build(address(), request, undefined, transport);

  test('a build without exporter reports its steps, with times', async () => {
    const text = `${service} ${Math.random()}`;
    const state = scratch().file(mkfile('/x', 0o644, text), { customName: 'make x' });

    const { status } = await build({ results: [result(state)] });

    const last = status.flatMap(({ vertexes }) => vertexes).at(-1);
    expect(last).toMatchObject({ name: 'make x', cached: false, error: '' });
    expect(last?.started).toBeGreaterThan(Date.now() - 60_000);
    expect(last?.completed).toBeGreaterThanOrEqual(last?.started ?? Number.NaN);
    expect(last?.digest).toBe(marshal(state).head?.digest);
  });

  test('a step runs, with its secret, which is kept nowhere', async () => {
    const output = fresh('out');
    const step = shellRoot().run({
      args: ['/bin/sh', '-c', 'cat /run/secrets/token > /length; ls -la /run/secrets'],
      mounts: [secretMount('/run/secrets/token', { id: 'token' })],
      ignoreCache: true,
    });
    const state = scratch().file(copy(step.root, '/length', '/length'));

    const { status } = await build({
      results: [result(state)],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { shell },
      secrets: { token: Buffer.from('s3cret') },
    });

    expect(readFileSync(join(output, 'length'), 'utf8')).toBe('s3cret');
    expect(JSON.stringify(status)).not.toContain('s3cret');
  });

  test('noCache runs a cached step again', async () => {
    const step = shellRoot().run({
      args: ['/bin/sh', '-c', 'echo ran > /x'],
      customName: 'the step',
    });
    const request = { results: [result(step.root)], locals: { shell } };
    const isCached = (status: SolveStatus[]) =>
      status
        .flatMap(({ vertexes }) => vertexes)
        .filter(({ name, completed }) => name === 'the step' && completed !== undefined)
        .at(-1)?.cached;

    await build(request);
    const again = await build(request);
    const forced = await build({ ...request, noCache: true });

    expect(names(again.status)).toContain('the step');
    expect(isCached(again.status)).toBe(true);
    expect(isCached(forced.status)).toBe(false);
  });

  test('a step may take longer than the daemon waits for a sign of life', async () => {
    const step = shellRoot().run({ args: ['/bin/sh', '-c', `: ${Math.random()}; sleep 12`] });

    const { status } = await build({ results: [result(step.root)], locals: { shell } });

    expect(status.flatMap(({ vertexes }) => vertexes).map(({ error }) => error)).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/./)]),
    );
  }, 40_000);

  test('two builds run on one connection at once', async () => {
    const connection = await connect(address(), { transport });
    const outputs = [fresh('a'), fresh('b')];

    await Promise.all(
      outputs.map((output, index) =>
        connection.build({
          results: [result(scratch().file(mkfile('/n', 0o644, `${index}`)))],
          exporters: [{ type: 'local', attrs: {}, output }],
        }),
      ),
    );

    expect(outputs.map((output) => readFileSync(join(output, 'n'), 'utf8'))).toEqual(['0', '1']);
    connection.close();
  });
});
