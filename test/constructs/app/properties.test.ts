import * as fc from 'fast-check';
import {
  App,
  BaseImage,
  BuildStage,
  DebianBase,
  HttpFile,
  PinnedGitSource,
  RuntimeImage,
} from '../../../constructs';
import { BuildError } from '../../../lib/errors';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';

type Props = Readonly<Record<string, unknown>>;

/** An app with one construct of each class, whose properties a JavaScript app may get wrong. */
function appWith(wrong: { readonly [name: string]: (valid: Props) => unknown }): App {
  const app = new App();
  // As it comes from a program that no compiler has seen.
  const props = (name: string, valid: Props): never => {
    const given: unknown = wrong[name] === undefined ? valid : wrong[name](valid);
    return given as never;
  };
  const debian = new DebianBase(
    app,
    'debian',
    props('debian', { suite: 'trixie', snapshot: '20261101T000000Z', components: ['main'] }),
  );
  const git = new PinnedGitSource(
    app,
    'git',
    props('git', { url: 'https://example.org/x', tag: 'v1', subdirectory: 'src' }),
  );
  const http = new HttpFile(
    app,
    'http',
    props('http', { url: 'https://example.org/x.tar', filename: 'x.tar', mode: 0o644 }),
  );
  const stage = new BuildStage(
    app,
    'stage',
    props('stage', {
      base: debian.minbase(props('minbase', { packages: ['make'] })),
      cross: 'c',
      mounts: { '/git': git, '/http': http },
      caches: { '/cache': 'a' },
      env: { A: 'b' },
      workingDirectory: '/git',
      outputs: ['/out'],
      run: () => [['make']],
    }),
  );
  new RuntimeImage(
    app,
    'runtime',
    props('runtime', {
      name: 'runtime',
      base: debian.runtime(props('packages', { packages: ['libc6'] })),
      files: [{ lower: (target: never) => stage.directory('/out').lower(target) }],
      entrypoint: ['/boot/bin/x'],
      cmd: ['--serve'],
      env: { A: 'b' },
      user: '1000:1000',
      ports: ['8080/tcp'],
      writable: ['/data'],
      healthcheck: { command: ['/boot/bin/health'], intervalSeconds: 5, retries: 2 },
      stopSignal: 'SIGINT',
      labels: { 'org.example.a': '1' },
      publish: { names: ['registry.example.org/a'], tags: ['latest'] },
      waivers: { writable: 'it keeps a list' },
      platforms: ['linux/amd64'],
    }),
  );
  new BaseImage(app, 'base', props('base', { base: debian, platforms: ['linux/arm64'] }));
  return app;
}

function problems(app: App): readonly BuildError[] {
  try {
    app.assemble(EMPTY_LOCK);
    return [];
  } catch (error) {
    if (BuildError.is(error)) return error.all;
    throw error;
  }
}

/** What is wrong with the app where one property of a construct is another. */
function wrongWith(name: string, property: string, value: unknown) {
  return problems(appWith({ [name]: (valid) => ({ ...valid, [property]: value }) }));
}

test('the app of these tests is right as it is', () => {
  expect(problems(appWith({}))).toEqual([]);
});

describe('a property with an unknown name', () => {
  test.each<[string, string, unknown, string]>([
    ['runtime', 'healthchek', { command: ['/x'] }, 'healthcheck'],
    ['runtime', 'lables', {}, 'labels'],
    ['runtime', 'publish', { name: ['registry.example.org/a'] }, 'names'],
    ['runtime', 'waivers', { rooot: 'why' }, 'root'],
    ['stage', 'output', ['/out'], 'outputs'],
    ['git', 'tags', 'v1', 'tag'],
    ['http', 'sha265', 'x', 'sha256'],
    ['debian', 'component', ['main'], 'components'],
    ['minbase', 'package', ['make'], 'packages'],
    ['packages', 'pakcages', ['make'], 'packages'],
  ])('of %s, "%s", is told with the one that was meant', (name, property, value, meant) => {
    const errors = problems(
      appWith({ [name]: ({ [meant]: _, ...others }) => ({ ...others, [property]: value }) }),
    );

    expect(errors.map(({ code }) => code)).toContain('E_PROPERTY');
    expect(errors.map(({ details }) => details.fix)).toContain(`did you mean "${meant}"?`);
  });
});

describe('a property with a value that does not fit', () => {
  test.each<[string, string, unknown]>([
    ['runtime', 'entrypoint', '/x'],
    ['runtime', 'entrypoint', []],
    ['runtime', 'ports', ['99999/tcp']],
    ['runtime', 'ports', [8080]],
    ['runtime', 'env', { '': 'x' }],
    ['runtime', 'env', { A: 1 }],
    ['runtime', 'stopSignal', 'SIGFOO'],
    ['runtime', 'healthcheck', { command: ['/x'], intervalSeconds: -1 }],
    ['runtime', 'healthcheck', {}],
    ['runtime', 'platforms', undefined],
    ['runtime', 'platforms', 'linux/amd64'],
    ['runtime', 'waivers', { healthcheck: true }],
    ['runtime', 'user', 'No Body'],
    ['runtime', 'files', ['/out']],
    [
      'runtime',
      'base',
      new DebianBase(new App(), 'd', { suite: 'sid', snapshot: '20261101T000000Z' }).minbase(),
    ],
    ['base', 'base', 'trixie'],
    ['stage', 'run', ['echo hi']],
    ['stage', 'run', 'make'],
    ['stage', 'mounts', { '/src': '/home/me/src' }],
    ['stage', 'cross', 'rust'],
    ['stage', 'outputs', '/out'],
    ['debian', 'components', 'main'],
    ['minbase', 'packages', 'make'],
    ['minbase', 'packages', ['Make It']],
    ['http', 'mode', 0],
    ['git', 'tag', 1],
  ])('of %s, "%s" as %j, is told with its construct and its line', (name, property, value) => {
    const errors = problems(appWith({ [name]: (valid) => ({ ...valid, [property]: value }) }));
    const found = errors.filter(({ code }) => code === 'E_PROPERTY' || code === 'E_STAGE_OUTPUT');

    expect(found.length).toBeGreaterThan(0);
    for (const { details, message } of found) {
      expect(message).toContain(property === 'outputs' ? '' : property);
      expect(details.constructPath).toBeTruthy();
      expect(details.source).toMatchObject({ file: 'test/constructs/app/properties.test.ts' });
      expect(details.expected).toBeTruthy();
    }
  });

  test.each(['/usr', '/', '/etc', '/usr/lib/x', '/proc/self', '/var', '/lib64'])(
    'a writable path of the system, %s, is refused',
    (path) => {
      expect(wrongWith('runtime', 'writable', [path]).map(({ code }) => code)).toEqual([
        'E_RUNTIME_WRITABLE',
      ]);
    },
  );

  test.each(['/data', '/var/lib/hello', '/tmp', '/run', '/run/hello', '/etc/hello', '/home/me'])(
    'a writable path for data, %s, is taken',
    (path) => {
      expect(wrongWith('runtime', 'writable', [path])).toEqual([]);
    },
  );
});

test('everything that is wrong, with whatever constructs, is told at once', () => {
  const errors = problems(
    appWith({
      git: (valid) => ({ ...valid, tga: 'v1' }),
      stage: (valid) => ({ ...valid, run: ['echo hi'], cross: 'rust' }),
      runtime: (valid) => ({ ...valid, ports: ['1/x', '99999/tcp'], stopSignal: 'SIGFOO' }),
      packages: () => ({ packages: [''] }),
    }),
  );

  expect(new Set(errors.map(({ details }) => details.constructPath))).toEqual(
    new Set(['debian', 'git', 'stage', 'runtime']),
  );
  expect(errors).toHaveLength(7);
});

test('nothing at all in the place of properties is told as that', () => {
  for (const name of ['debian', 'git', 'http', 'stage', 'runtime', 'base']) {
    for (const given of [undefined, null, 7, 'x', []]) {
      const errors = problems(appWith({ [name]: () => given }));
      expect(errors.map(({ code }) => code)).toContain('E_PROPERTY');
    }
  }
});

test('no value of any property of any construct ends in an error without construct and line', () => {
  const names = ['debian', 'git', 'http', 'stage', 'runtime', 'base', 'minbase', 'packages'];
  const properties: Record<string, string[]> = {};
  appWith(
    Object.fromEntries(
      names.map((name) => [
        name,
        (valid) => {
          properties[name] = Object.keys(valid);
          return valid;
        },
      ]),
    ),
  );
  const change = fc
    .constantFrom(...names)
    .chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.constantFrom(...(properties[name] ?? []), 'anything'),
        fc.anything({ withBigInt: true, withSparseArray: true, withNullPrototype: true }),
      ),
    );

  fc.assert(
    fc.property(change, ([name, property, value]) => {
      const errors = problems(appWith({ [name]: (valid) => ({ ...valid, [property]: value }) }));
      for (const { details } of errors) {
        expect(details.constructPath).toBeTruthy();
        expect(details.source).toMatchObject({ line: expect.any(Number) });
      }
    }),
    { numRuns: 1500 },
  );
});
