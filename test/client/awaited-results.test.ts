import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BuildResult, connect, type SolveStatus } from '../../lib/client';
import { copy, http, local, mkfile, scratch } from '../../lib/llb';
import { AMD64, describeOnBothDaemons } from '../support/client-builds';
import { listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('awaited');

/** A result whose one step has a name of its own. */
function result(name: string): BuildResult {
  const state = scratch().file(mkfile('/name', 0o644, name), { customName: `make ${name}` });
  return { platform: AMD64, definition: state.marshal({ platform: AMD64 }) };
}

describeOnBothDaemons('results that are awaited', (address) => {
  const build = async (
    results: Promise<readonly BuildResult[]>,
    {
      likely = [],
      inputs = [],
      onName = () => {},
      signal,
    }: {
      likely?: readonly BuildResult[];
      inputs?: readonly BuildResult[];
      onName?: (name: string) => void;
      signal?: AbortSignal;
    } = {},
  ) => {
    const connection = await connect(address());
    const output = join(folder, `${Math.random()}`);
    const names = new Set<string>();
    const onStatus = ({ vertexes }: SolveStatus) => {
      for (const { completed, name } of vertexes) {
        names.add(name);
        if (completed !== undefined) onName(name);
      }
    };
    try {
      await connection.build(
        {
          results,
          meanwhile: {
            load: likely,
            solve: inputs.map(({ definition }) => definition),
          },
          exporters: [{ type: 'local', attrs: {}, output }],
        },
        { onStatus, ...(signal === undefined ? {} : { signal }) },
      );
      return { made: readFileSync(join(output, 'name'), 'utf8'), names: [...names] };
    } finally {
      connection.close();
    }
  };
  const later = (results: readonly BuildResult[]) => delay(300).then(() => results);

  test('results may come later than the build begins', async () => {
    expect((await build(later([result('late')]))).made).toBe('late');
  });

  test('what was likely is what is built, where it is the result', async () => {
    const { made, names } = await build(later([result('same')]), { likely: [result('same')] });

    expect(made).toBe('same');
    expect(names).toContain('make same');
  });

  test('what was likely is not run, where it is not the result', async () => {
    const { made, names } = await build(later([result('other')]), { likely: [result('likely')] });

    expect(made).toBe('other');
    expect(names).toContain('make other');
    expect(names).not.toContain('make likely');
  });

  test('what was likely, and is solved, is solved once, where it is the result', async () => {
    let giveResults = (_results: readonly BuildResult[]) => {};
    const results = new Promise<readonly BuildResult[]>((done) => {
      giveResults = done;
    });
    const likely = `solved ${Math.random()}`;
    const completed: string[] = [];

    const { made } = await build(results, {
      likely: [result(likely)],
      inputs: [result(likely)],
      onName: (name) => {
        if (name.startsWith('make ')) completed.push(name);
        giveResults([result(likely)]);
      },
    });

    expect(made).toBe(likely);
    expect(new Set(completed)).toEqual(new Set([`make ${likely}`]));
  });

  test('the solve of what was likely ends, where it is not the result', async () => {
    const never = await listenOnLoopback(() => {});
    const asked = once(never.server, 'request');
    const source = http(`${never.url}/file`, { checksum: `sha256:${'0'.repeat(64)}` });
    const state = scratch().file(copy(source, '/', '/'));
    const stuck = { platform: AMD64, definition: state.marshal({ platform: AMD64 }) };
    const isOver = asked.then(([, response]) => once(response, 'close'));

    const { made } = await build(
      asked.then(() => [result('other')]),
      { likely: [stuck], inputs: [stuck] },
    );
    await isOver;
    await never.close();

    expect(made).toBe('other');
  });

  test('inputs are solved before there are results', async () => {
    let giveResults = (_results: readonly BuildResult[]) => {};
    const results = new Promise<readonly BuildResult[]>((done) => {
      giveResults = done;
    });
    const input = `input ${Math.random()}`;

    const { made, names } = await build(results, {
      inputs: [result(input)],
      // Without the input there would never be any.
      onName: (name) => name === `make ${input}` && giveResults([result('with inputs')]),
    });

    expect(made).toBe('with inputs');
    expect(names).toEqual(expect.arrayContaining([`make ${input}`, 'make with inputs']));
  });

  test('an input that fails is no matter, where it is not needed', async () => {
    const missing = scratch().file(copy(local('nowhere'), '/', '/'));
    const inputs = [{ platform: AMD64, definition: missing.marshal({ platform: AMD64 }) }];

    expect((await build(later([result('fine')]), { inputs })).made).toBe('fine');
  });

  test('the build fails with what the results fail with', async () => {
    const failure = delay(300).then(() => {
      throw new TypeError('no results');
    });

    await expect(build(failure, { likely: [result('likely')] })).rejects.toThrow(
      new TypeError('no results'),
    );
  });

  test('no results at all are refused', async () => {
    await expect(build(later([]))).rejects.toMatchObject({ code: 'E_BUILD_REQUEST' });
  });

  test('an abort does not wait for results', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')), 300);

    const pending = build(new Promise(() => {}), {
      likely: [result('likely')],
      signal: controller.signal,
    });

    await expect(pending).rejects.toThrow('stopped');
  });
});
