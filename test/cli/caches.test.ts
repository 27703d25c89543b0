import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { tinyProgram } from '../support/tiny-program';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

/** A project whose step no daemon has run before. */
const project = (word: string) => {
  const says = `${word} ${process.pid} ${Date.now()}\n`;
  const program = tinyProgram({ says, exitCode: 0 }).toString('base64');
  return installed.project({ ...L1_PROJECT, 'programs/work.base64': program });
};

describeWith(
  ['engine', 'buildkitd', 'registry'],
  'caches of builds',
  ({ buildkitd, engine, registry }) => {
    const build = async (folder: string, address: string, ...args: string[]) => {
      const { code, stderr } = await installed.synth(
        folder,
        ['build', 'working', '--progress', 'rawjson', '--output', 'type=local,dest=out', ...args],
        { env: { BUILDKIT_HOST: address, TEST_IMAGES: 'working,hello' } },
      );
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      return stderr;
    };
    /** Steps that a daemon ran, by what rawjson tells: a step from a cache is cached. */
    const ranSteps = (told: string) => {
      const vertexes = told
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .flatMap((line) => JSON.parse(line).vertexes ?? []);
      const steps = vertexes.filter(({ name }: { name: string }) => name === 'run work');
      const isCached = (digest: string) =>
        steps.some(
          (step: { digest: string; cached?: boolean }) => step.digest === digest && step.cached,
        );
      const digests = new Set<string>(steps.map(({ digest }: { digest: string }) => digest));
      expect(digests.size).toBe(1);
      return [...digests].filter((digest) => !isCached(digest)).length;
    };

    test('a second daemon builds from the cache in a registry, and runs no step', async () => {
      const folder = project('registry');
      const ref = `${registry.host}/caches/{image}:{platform}-${Date.now()}`;
      const to = [
        '--cache-to',
        `type=registry,ref=${ref},mode=max`,
        '--cache-to',
        'type=local,dest=kept,mode=max',
      ];

      expect(ranSteps(await build(folder, engine.address, ...to))).toBe(1);
      expect(ranSteps(await build(folder, buildkitd.address, '--cache-from', ref))).toBe(0);
      expect(existsSync(join(folder, 'kept/index.json'))).toBe(true);
      const name = ref.slice(registry.host.length + 1).replace('{image}', 'working');
      const [path, tag] = name.replace('{platform}', 'linux-amd64_linux-arm64').split(':');
      const manifest = await fetch(`http://${registry.host}/v2/${path}/manifests/${tag}`, {
        headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
      });
      expect(manifest.status).toBe(200);
    });

    test('caches of synth.environment.json hold where the command line names none', async () => {
      const folder = project('file');
      const ref = `${registry.host}/caches/file-${Date.now()}`;
      writeFileSync(
        join(folder, 'synth.environment.json'),
        JSON.stringify({ 'cache-from': [ref], 'cache-to': [`type=registry,ref=${ref},mode=max`] }),
      );

      await build(folder, engine.address);
      expect(ranSteps(await build(folder, buildkitd.address))).toBe(0);
    });

    test('a cache that cannot be written fails the build, unless that is to be ignored', async () => {
      const folder = project('ignored');
      const cache = 'type=registry,ref=127.0.0.1:1/cache,mode=max';
      const run = (to: string) =>
        installed.synth(folder, ['build', 'working', '--progress', 'plain', '--cache-to', to], {
          env: { BUILDKIT_HOST: buildkitd.address, TEST_IMAGES: 'working' },
        });
      const failed = await run(cache);
      const ignored = await run(`${cache},ignore-error=true`);

      expect([failed.code, ignored.code]).toEqual([1, 0]);
      expect(failed.stderr).toContain('127.0.0.1:1');
    });

    test.each([
      ['type=registry,ref=r.example/x,moed=max', 'has no attribute "moed"'],
      ['type=registri,ref=x', 'has no type "registri"'],
      ['type=registry', 'needs "ref"'],
    ])('refuses --cache-to %s before the app runs', async (cache, told) => {
      const folder = project('refused');
      const args = ['build', '--app', 'not-there.js', '--cache-to', cache];
      const { code, stderr } = await installed.synth(folder, args);

      expect(code).toBe(2);
      expect(stderr).toContain(`option "--cache-to" "type=`);
      expect(stderr).toContain(told);
    });

    test('refuses one place for the caches of two images', async () => {
      const folder = project('two');
      const { code, stderr } = await installed.synth(
        folder,
        ['build', '--cache-to', 'type=local,dest=c'],
        {
          env: { BUILDKIT_HOST: engine.address, TEST_IMAGES: 'working,hello' },
        },
      );

      expect(code).toBe(2);
      expect(stderr).toContain('put "{image}" into its "dest"');
    });
  },
);
