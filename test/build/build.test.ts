import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildEvent } from '../../lib/build';
import { connect } from '../../lib/client';
import type { BuildError } from '../../lib/errors';
import { L1_PROJECT } from '../cli/l1-app';
import { buildLibrary } from '../support/build-library';
import { CollectedOutput } from '../support/collected-output';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { PushedImage } from '../support/pushed-image';
import { makeShellRootfs } from '../support/shell-rootfs';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();
const { build, buildEvents, planBuilds, synthesize } = buildLibrary(installed);

jest.setTimeout(60_000);

/** An app whose one image is what a step says of the secrets that it is given. */
const SECRETS_APP = `
const { mkdirSync, writeFileSync } = require('node:fs');
const { local, secretMount } = require('buildkit-cdk/llb');
const out = process.env.SYNTH_OUT;
const script = 'while read -r line; do echo "$line" >> /found; done < /run/secrets/' + process.env.TEST_SECRET;
const { root } = local('shell').run({
  args: ['/bin/sh', '-c', script],
  mounts: [secretMount('/run/secrets/' + process.env.TEST_SECRET, { id: process.env.TEST_SECRET })],
});
const definition = root.marshal({ platform: { os: 'linux', architecture: 'amd64' } });
mkdirSync(out, { recursive: true });
writeFileSync(out + '/secret.llb', definition.toBytes());
writeFileSync(out + '/secret.config.json', JSON.stringify({ os: 'linux', architecture: 'amd64' }));
writeFileSync(out + '/manifest.json', JSON.stringify({
  version: 2,
  images: [{
    name: 'secret', constructPath: 'secret', publish: { names: [], tags: [] }, sourceDateEpoch: 0,
    platforms: [{ platform: 'linux/amd64', definition: 'secret.llb', config: 'secret.config.json', digest: definition.digest, packages: 0 }],
  }],
  locals: { shell: { type: 'directory', path: 'shell', include: [], exclude: [] } },
  archiveFiles: {}, requests: [], missing: [],
}));
`;

const failure = (promise: Promise<unknown>): Promise<BuildError> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error,
  );

describeWith(['engine', 'registry'], 'the library', ({ engine, registry }) => {
  const address = engine.address;
  const cwd = installed.project(L1_PROJECT);
  const variables = (env: Readonly<Record<string, string>>) => ({ ...process.env, ...env });

  test('pushes what is planned, and says what came of it', async () => {
    const repository = `${registry.host}/build-library/hello`;
    const assembly = await synthesize({ cwd, env: variables({ TEST_NAMES: repository }) });

    const [result] = await build(planBuilds(assembly, { push: true }), { address });

    const pushed = await new PushedImage(repository).index('one');
    expect(result).toMatchObject({
      image: 'hello',
      digest: pushed.digest,
      names: [`${repository}:one`, `${repository}:two`],
      exporterResponse: { 'containerimage.digest': pushed.digest },
    });
    expect(result?.platforms.map(({ digest, platform }) => ({ digest, platform }))).toEqual(
      pushed.manifests.map(({ digest }, index) => ({
        digest,
        platform: ['linux/amd64', 'linux/arm64'][index],
      })),
    );
  });

  test('gives the same of an app as of its plan', async () => {
    const ofPlan = await build(planBuilds(await synthesize({ cwd })), { address });

    const ofApp = await build({ cwd }, { address });

    expect(ofApp.map(({ digest }) => digest)).toEqual(ofPlan.map(({ digest }) => digest));
  });

  test('tells what happens, image after image where one is built at once', async () => {
    const env = variables({ TEST_IMAGES: 'hello,other' });
    const plan = planBuilds(await synthesize({ cwd, env }), { noCache: true });
    const events: BuildEvent[] = [];

    const results = await build(plan, {
      address,
      atOnce: 1,
      onEvent: (event) => events.push(event),
    });

    const told = events.flatMap((event) =>
      'image' in event && event.type !== 'status' ? [`${event.type} ${event.image}`] : [],
    );
    expect(events[0]).toMatchObject({
      type: 'planned',
      images: [{ image: 'hello' }, { image: 'other' }],
    });
    expect(told).toEqual([
      'solve-started hello',
      'solve-ended hello',
      'image-done hello',
      'solve-started other',
      'solve-ended other',
      'image-done other',
    ]);
    expect(events.flatMap((event) => (event.type === 'image-done' ? [event.result] : []))).toEqual(
      results,
    );
    const vertexes = events.flatMap((event) =>
      event.type === 'status' && event.image === 'hello' ? event.status.vertexes : [],
    );
    expect(vertexes.map(({ name }) => name)).toContain('mkfile /hello');
  });

  test('writes an archive into a stream', async () => {
    const output = new CollectedOutput();
    const plan = planBuilds(await synthesize({ cwd }), {
      outputs: [{ type: 'oci', dest: () => output }],
    });

    const [result] = await build(plan, { address });

    const index = execFileSync('tar', ['-xO', 'index.json'], { input: output.bytes });
    expect(JSON.parse(index.toString('utf8')).manifests[0].digest).toBe(result?.digest);
    expect(result?.names).toEqual([]);
  });

  test('builds on a connection that is open, and leaves it so', async () => {
    const connection = await connect(address);
    const plan = planBuilds(await synthesize({ cwd }));

    await build(plan, { connection });

    expect(await connection.workers()).not.toEqual([]);
    connection.close();
  });

  test('throws what a step failed with, its output, and the construct that made it', async () => {
    const env = variables({ TEST_IMAGES: 'hello,failing' });
    const done: string[] = [];

    const error = await failure(
      build(
        { cwd, env },
        {
          address,
          onEvent: (event) => {
            if (event.type === 'image-done') done.push(event.image);
          },
        },
      ),
    );

    expect(error).toMatchObject({
      code: 'E_SOLVE',
      details: {
        constructPath: 'failing/stage',
        log: expect.stringContaining('hello.c:3:1: error: no such thing'),
      },
    });
    expect(done).toEqual(['hello']);
  });

  test('throws what is wrong with the app before what is wrong with the daemon', async () => {
    const error = await failure(build({ cwd, images: ['helo'] }, { address: 'unix:///nowhere' }));

    expect(error.code).toBe('E_IMAGE_UNKNOWN');
  });

  test('ends the build with the reason of an abort, and leaves nothing', async () => {
    const env = variables({ TEST_IMAGES: 'waiting' });
    const plan = planBuilds(await synthesize({ cwd, env }), {
      platforms: ['linux/amd64'],
      outputs: [{ type: 'oci', dest: 'aborted.tar' }],
      cwd,
    });
    const before = readdirSync(cwd);
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const ends: unknown[] = [];

    const error = await failure(
      build(plan, {
        address,
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'solve-ended') ends.push(event.error);
          const isRunning =
            event.type === 'status' &&
            event.status.vertexes.some(({ name, started }) => name === 'run wait' && started);
          if (isRunning) controller.abort(reason);
        },
      }),
    );

    expect(error).toBe(reason);
    expect(ends).toEqual([reason]);
    expect(readdirSync(cwd)).toEqual(before);
  });

  describe('as a stream of events', () => {
    test('ends with the results', async () => {
      const events = buildEvents({ cwd }, { address });
      const types: string[] = [];
      let next = await events.next();
      for (; !next.done; next = await events.next()) types.push(next.value.type);

      expect(types.filter((type) => type !== 'status')).toEqual([
        'planned',
        'solve-started',
        'solve-ended',
        'image-done',
      ]);
      expect(next.value).toMatchObject([{ image: 'hello' }]);
    });

    test('throws what the build failed with, after the events before it', async () => {
      const env = variables({ TEST_IMAGES: 'failing' });
      const types: string[] = [];

      const error = await failure(
        (async () => {
          for await (const { type } of buildEvents({ cwd, env }, { address })) types.push(type);
        })(),
      );

      expect(error.code).toBe('E_SOLVE');
      expect(types.slice(-2)).toEqual(['solve-ended', 'image-failed']);
    });

    test('cancels the build when its reader leaves', async () => {
      const env = variables({ TEST_IMAGES: 'waiting' });
      const ends: unknown[] = [];
      const onEvent = (event: BuildEvent) => {
        if (event.type === 'solve-ended') ends.push(event.error);
      };

      for await (const event of buildEvents({ cwd, env }, { address, onEvent })) {
        const isRunning =
          event.type === 'status' && event.status.vertexes.some(({ name }) => name === 'run wait');
        if (isRunning) break;
      }

      expect(ends).toMatchObject([{ name: 'AbortError' }]);
    });
  });

  describe('with secrets', () => {
    const folder = installed.project({ 'app.js': SECRETS_APP });
    mkdirSync(join(folder, 'shell'));
    makeShellRootfs(join(folder, 'shell'));
    const results = temporaryFolder('results');

    /** Builds with a secret; gives the step's view of it. */
    async function buildWith(
      id: string,
      secrets: NonNullable<Parameters<typeof build>[1]>['secrets'],
    ): Promise<string> {
      const dest = join(results, id);
      const app = { cwd: folder, env: variables({ TEST_SECRET: id }), noCache: true };
      await build({ ...app, outputs: [{ type: 'local', dest }] }, { address, secrets });
      return execFileSync('cat', [join(dest, 'found')], { encoding: 'utf8' });
    }

    test('sends them from memory: text, bytes, and what a function fetches', async () => {
      let calls = 0;
      const secrets = {
        text: 'of text: ä\n',
        bytes: Buffer.from('of bytes\n'),
        fetched: async () => {
          calls += 1;
          return 'fetched\n';
        },
      };

      expect(await buildWith('text', secrets)).toBe('of text: ä\n');
      expect(await buildWith('bytes', secrets)).toBe('of bytes\n');
      expect(calls).toBe(0);
      expect(await buildWith('fetched', secrets)).toBe('fetched\n');
      expect(calls).toBe(1);
    });

    test('sends them to a build that is begun while the app runs', async () => {
      const app = { cwd: folder, env: variables({ TEST_SECRET: 'early' }), noCache: true };
      let calls = 0;
      const early = () => {
        calls += 1;
        return 'early';
      };

      for (let run = 1; run <= 2; run += 1) {
        await build(app, { address, secrets: { early } });
        expect(calls).toBe(run);
      }
    });

    test('fails before the solve where one was not given', async () => {
      const [error] = (await failure(buildWith('absent', {}))).all;
      expect(error).toMatchObject({
        code: 'E_SECRET_MISSING',
        message: 'the secret "absent" is not given',
      });
    });

    test('fails where one cannot be fetched, or is larger than daemons take', async () => {
      const messageOf = async (...args: Parameters<typeof buildWith>) => {
        const { code, message } = await failure(buildWith(...args));
        expect(code).toBe('E_SOLVE');
        return message;
      };
      const refused = () => Promise.reject(new Error('no vault'));

      expect(await messageOf('refused', { refused })).toContain(
        'secret "refused" cannot be had: no vault',
      );
      expect(await messageOf('large', { large: 'x'.repeat(512_001) })).toContain(
        'secret "large" has 512001 bytes, more than the 512000 that daemons take',
      );
      expect(existsSync(join(results, 'refused'))).toBe(false);
    });
  });
});
