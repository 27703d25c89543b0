import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BuildResult, connect, type SolveStatus } from '../../lib/client';
import { mkfile, scratch } from '../../lib/llb';
import { describeWith } from '../support/engine';
import { temporaryFolder } from '../support/temporary-folder';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const folder = temporaryFolder('awaited');

/** A result whose one step has a name of its own. */
function result(name: string): BuildResult {
  const state = scratch().file(mkfile('/name', 0o644, name), { customName: `make ${name}` });
  return { platform: AMD64, definition: state.marshal({ platform: AMD64 }) };
}

function testAwaited(address: () => string): void {
  const build = async (
    results: Promise<readonly BuildResult[]>,
    { likely, signal }: { likely?: string; signal?: AbortSignal } = {},
  ) => {
    const connection = await connect(address());
    const output = join(folder, `${Math.random()}`);
    const names = new Set<string>();
    const onStatus = ({ vertexes }: SolveStatus) => {
      for (const { name } of vertexes) names.add(name);
    };
    try {
      await connection.build(
        {
          results,
          ...(likely === undefined ? {} : { likelyResults: [result(likely)] }),
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
    const { made, names } = await build(later([result('same')]), { likely: 'same' });

    expect(made).toBe('same');
    expect(names).toContain('make same');
  });

  test('what was likely is not run, where it is not the result', async () => {
    const { made, names } = await build(later([result('other')]), { likely: 'likely' });

    expect(made).toBe('other');
    expect(names).toContain('make other');
    expect(names).not.toContain('make likely');
  });

  test('the build fails with what the results fail with', async () => {
    const failure = delay(300).then(() => {
      throw new TypeError('no results');
    });

    await expect(build(failure, { likely: 'likely' })).rejects.toThrow(new TypeError('no results'));
  });

  test('no results at all are refused', async () => {
    await expect(build(later([]))).rejects.toMatchObject({ code: 'E_BUILD_REQUEST' });
  });

  test('an abort does not wait for results', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')), 300);

    const pending = build(new Promise(() => {}), { likely: 'likely', signal: controller.signal });

    await expect(pending).rejects.toThrow('stopped');
  });
}

describeWith(['engine'], 'results that are awaited, by Docker Engine', ({ engine }) => {
  testAwaited(() => engine.address);
});
describeWith(['buildkitd'], 'results that are awaited, by buildkitd', ({ buildkitd }) => {
  testAwaited(() => buildkitd.address);
});
