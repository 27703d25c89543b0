import { existsSync, readFileSync } from 'node:fs';
import { connect, type ResultFiles } from '../../lib/client';
import { copy, mkfile, scratch } from '../../lib/llb';
import { formatPlatform } from '../../lib/oci/platform';
import {
  AMD64,
  ARM64,
  ClientBuilds,
  describeOnBothDaemons,
  result,
} from '../support/client-builds';

const builds = new ClientBuilds();

describeOnBothDaemons('files of results', (address) => {
  /** Builds, and reads while the build waits. */
  async function read(
    request: Parameters<ClientBuilds['build']>[1],
    onFiles: (files: readonly ResultFiles[]) => Promise<void>,
  ): Promise<void> {
    const connection = await connect(address());
    try {
      await connection.build(request, { onFiles });
    } finally {
      connection.close();
    }
  }

  test('are read of each platform, before anything is exported', async () => {
    const output = builds.fresh('out');
    const file = (text: string) => scratch().file(mkfile('/platform', 0o644, text));
    const results = [result(file('one'), AMD64), result(file('two'), ARM64)];
    const seen: string[] = [];

    await read({ results, exporters: [{ type: 'local', attrs: {}, output }] }, async (all) => {
      for (const files of all) {
        const text = Buffer.from(await files.readFile('/platform')).toString();
        seen.push(`${formatPlatform(files.platform)} ${text}`);
      }
      seen.push(existsSync(output) ? 'exported' : 'not exported');
    });

    expect(seen).toEqual(['linux/amd64 one', 'linux/arm64 two', 'not exported']);
    expect(readFileSync(`${output}/linux_arm64/platform`, 'utf8')).toBe('two');
  });

  test('are those of a file that is empty, and of one that fills the last part', async () => {
    const size = 2 ** 21;
    const state = scratch().file(
      mkfile('/empty', 0o644, '').mkfile('/full', 0o644, 'x'.repeat(size)),
    );
    const lengths: number[] = [];

    await read({ results: [result(state)] }, async ([files]) => {
      for (const path of ['/empty', '/full']) {
        lengths.push((await files?.readFile(path))?.length ?? -1);
      }
    });

    expect(lengths).toEqual([0, size]);
  });

  test('are not read of a build that fails', async () => {
    const state = scratch().file(copy(scratch(), '/nothing', '/x'));
    const onFiles = jest.fn();

    await expect(read({ results: [result(state)] }, onFiles)).rejects.toMatchObject({
      code: 'E_SOLVE',
    });
    expect(onFiles).not.toHaveBeenCalled();
  });

  test('end the build with what reading them throws', async () => {
    const state = scratch().file(mkfile('/x', 0o644, 'x'));
    const output = builds.fresh('out');
    const exporters = [{ type: 'local', attrs: {}, output }];

    const build = read({ results: [result(state)], exporters }, async ([files]) => {
      await files?.readFile('/y');
    });

    await expect(build).rejects.toMatchObject({ code: 'E_RESULT_FILE' });
    expect(existsSync(output)).toBe(false);
  });
});
