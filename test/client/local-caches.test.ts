import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildCache, type BuildRequest, connect, type SolveStatus } from '../../lib/client';
import { ClientBuilds, result, shellRoot } from '../support/client-builds';
import { describeWith } from '../support/engine';

const builds = new ClientBuilds();

/** A step that no daemon has run before. */
function step(word: string): BuildRequest {
  const args = ['/bin/sh', '-c', `echo ${word} ${process.pid} ${Date.now()} >/out`];
  return { results: [result(shellRoot().run({ args }).root)], locals: { shell: builds.shell } };
}

async function build(address: string, request: BuildRequest) {
  const connection = await connect(address);
  const messages: string[] = [];
  const status: SolveStatus[] = [];
  try {
    await connection.build(
      { ...request, exporters: [{ type: 'local', attrs: {}, output: builds.fresh('out') }] },
      { onMessage: (text) => messages.push(text), onStatus: (one) => status.push(one) },
    );
  } finally {
    connection.close();
  }
  const steps = status
    .flatMap(({ vertexes }) => vertexes)
    .filter(({ name }) => /^\/bin\/sh/.test(name));
  return { messages, isCached: steps.length > 0 && steps.some(({ cached }) => cached) };
}

const to = (dest: string, attrs = {}): BuildCache => ({
  type: 'local',
  attrs: { dest, mode: 'max', ...attrs },
});
const from = (src: string, attrs = {}): BuildCache => ({ type: 'local', attrs: { src, ...attrs } });
const manifests = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')).manifests;

describeWith(['engine', 'buildkitd'], 'a cache in a folder', ({ buildkitd, engine }) => {
  test('of one daemon saves another daemon the steps', async () => {
    const folder = builds.fresh('cache');
    const request = step('shared');
    const first = await build(engine.address, { ...request, cacheTo: [to(folder)] });
    const second = await build(buildkitd.address, { ...request, cacheFrom: [from(folder)] });

    expect([first.isCached, second.isCached]).toEqual([false, true]);
    expect(manifests(folder)).toMatchObject([
      { annotations: { 'org.opencontainers.image.ref.name': 'latest' } },
    ]);
  });

  test('has a tag for each, and with "reset" only what a tag leads to', async () => {
    const folder = builds.fresh('cache');
    const blobs = () => readdirSync(join(folder, 'blobs/sha256')).length;
    await build(buildkitd.address, { ...step('one'), cacheTo: [to(folder, { tag: 'one' })] });
    const single = blobs();
    await build(buildkitd.address, { ...step('two'), cacheTo: [to(folder, { tag: 'two' })] });
    expect(manifests(folder)).toHaveLength(2);

    const both = blobs();
    await build(buildkitd.address, {
      ...step('three'),
      cacheTo: [to(folder, { tag: 'two', reset: 'true' })],
    });
    expect(manifests(folder)).toHaveLength(2);
    expect(blobs()).toBe(both);
    expect(both).toBeGreaterThan(single);
  });

  test('that is not there yet is told, and the build goes on', async () => {
    const folder = builds.fresh('cache');
    const { isCached, messages } = await build(engine.address, {
      ...step('new'),
      cacheFrom: [from(folder)],
      cacheTo: [to(folder)],
    });

    expect(isCached).toBe(false);
    expect(messages).toEqual([`cache of "${folder}" is not used: it has no latest`]);
    expect(manifests(folder)).toHaveLength(1);
  });

  test('is refused where it is no layout, and without a path', async () => {
    const folder = builds.fresh('cache');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.json'), 'mine');

    await expect(
      build(engine.address, { ...step('x'), cacheTo: [to(folder)] }),
    ).rejects.toMatchObject({ code: 'E_OCI_LAYOUT' });
    await expect(
      build(engine.address, { ...step('x'), cacheFrom: [from('relative')] }),
    ).rejects.toMatchObject({ code: 'E_BUILD_REQUEST' });
    expect(readdirSync(folder)).toEqual(['index.json']);
  });
});
