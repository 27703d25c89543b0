import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage } from '../support/installed-package';
import { PushedImage } from '../support/pushed-image';

jest.setTimeout(240_000);

const recipes = fencedBlocks(resolve(__dirname, '../../docs/ci.md')).filter(({ language }) =>
  ['yaml', 'groovy'].includes(language),
);
const [github, gitlab, forgejo, jenkins] = recipes.map(({ text }) => text);

interface Job {
  readonly steps?: readonly { readonly run?: string }[];
  readonly script?: readonly string[];
}

/** What the shell is given in the jobs of a recipe, in their order. */
function shellOf(recipe: string): string[] {
  if (recipe.startsWith('pipeline {')) {
    return [...recipe.matchAll(/^ +sh '(.+)'$/gm)].map(([, line = '']) => line);
  }
  const read: { jobs?: Record<string, Job> } & Record<string, unknown> = parse(recipe);
  const jobs: Record<string, Job> = read.jobs ?? { part: read.part ?? {}, merge: read.merge ?? {} };
  return Object.values(jobs).flatMap(({ script, steps }) => [
    ...(script ?? []),
    ...(steps ?? []).flatMap(({ run }) => run ?? []),
  ]);
}

describeWith(['buildkitd', 'registry'], 'a recipe of docs/ci.md', ({ buildkitd, registry }) => {
  const installed = new InstalledPackage();

  /** A project in which `npm ci` has been. */
  function project(): string {
    const folder = installed.project(L1_PROJECT);
    const program = join(folder, 'node_modules/.bin/synth');
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    writeFileSync(
      program,
      `#!/bin/sh\nexec "${process.execPath}" "${installed.file('lib/cli/main.js')}" "$@"\n`,
    );
    chmodSync(program, 0o755);
    return folder;
  }

  test.each([
    ['GitHub', github],
    ['GitLab', gitlab],
    ['Forgejo', forgejo],
    ['Jenkins', jenkins],
  ])('for %s pushes parts, once and again, and merges them', async (what, recipe = '') => {
    const folder = project();
    const lines = shellOf(recipe);
    const [push = ''] = lines.filter((line) => line.includes('synth push'));
    const [merge = ''] = lines.filter((line) => line.includes('synth merge'));
    const name = `${registry.host}/recipes/${what.toLowerCase()}`;
    const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
      promisify(execFile)('sh', ['-ec', line], {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          BUILDKIT_HOST: buildkitd.address,
          TEST_IMAGES: 'working',
          TEST_NAMES: name,
          npm_config_update_notifier: 'false',
          CACHE: `${name}-cache:{image}-{platform}`,
          BRANCH: 'topic',
          ...env,
        },
      });
    const part = (arch: string) => run(push, { ARCH: arch, PLATFORM: `linux/${arch}` });

    await part('amd64');
    await part('arm64');
    await part('arm64');
    await run(merge);
    await run(merge);

    const { manifests } = await new PushedImage(name).index('two');
    expect(manifests.map(({ platform }) => platform?.architecture)).toEqual(['amd64', 'arm64']);
    const cache = await fetch(
      `http://${registry.host}/v2/recipes/${what.toLowerCase()}-cache/tags/list`,
    );
    expect(((await cache.json()) as { tags: string[] }).tags.sort()).toEqual([
      'working-linux-amd64-topic',
      'working-linux-arm64-topic',
    ]);
  });
});
