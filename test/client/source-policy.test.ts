import { join } from 'node:path';
import { connect } from '../../lib/client';
import type { BuildError } from '../../lib/errors';
import {
  copy,
  git,
  http,
  image,
  local,
  mkfile,
  nestedBuild,
  type State,
  scratch,
} from '../../lib/llb';
import {
  AMD64,
  ClientBuilds,
  describeOnBothDaemons,
  hello,
  marshal,
  result,
  shellRoot,
} from '../support/client-builds';
import { describeWith } from '../support/engine';
import { type GitServer, startGitServer } from '../support/git-server';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';

const builds = new ClientBuilds();
const requests: string[] = [];
let web: LoopbackServer;
beforeAll(async () => {
  web = await listenOnLoopback((request, response) => {
    requests.push(request.url ?? '');
    response.end(`content ${process.hrtime.bigint()}`);
  });
});
afterAll(() => web.close());
beforeEach(() => requests.splice(0));

let counter = 0;
/** A URL that no build has had before. */
const freshUrl = () => `${web.url}/${process.hrtime.bigint()}-${counter++}`;
const SOURCE = { file: 'images/app.ts', line: 7, column: 3 };
const file = (url: string) => scratch().file(copy(http(url, { source: SOURCE }), '/', '/files/'));
const failureOf = (promise: Promise<unknown>): Promise<BuildError> =>
  promise.then(
    () => {
      throw new Error('it was built');
    },
    (error: BuildError) => error,
  );

describeOnBothDaemons('a source policy', (address) => {
  test('denies a source, by the line that names it, and nothing is fetched', async () => {
    const url = freshUrl();
    const failure = await failureOf(
      builds.build(address(), {
        results: [result(file(url))],
        exporters: [{ type: 'local', attrs: {}, output: builds.fresh('denied') }],
        sourcePolicy: { rules: [{ action: 'DENY', selector: { identifier: `${web.url}/*` } }] },
      }),
    );

    expect(failure).toMatchObject({
      code: 'E_SOURCE_DENIED',
      message: `the source policy denies "${url}"`,
      details: { source: SOURCE },
    });
    expect(requests).toEqual([]);
  });

  test('lets the last rule that fits decide', async () => {
    const url = freshUrl();
    await builds.build(address(), {
      results: [result(file(url))],
      exporters: [{ type: 'local', attrs: {}, output: builds.fresh('allowed') }],
      sourcePolicy: {
        rules: [
          { action: 'DENY', selector: { identifier: '^http', match_type: 'REGEX' } },
          { action: 'ALLOW', selector: { identifier: url, match_type: 'EXACT' } },
        ],
      },
    });

    expect(requests).toContain(new URL(url).pathname);
  });

  test('converts a source to another, where its attributes fit', async () => {
    const [from, to] = [freshUrl(), freshUrl()];
    await builds.build(address(), {
      results: [result(scratch().file(copy(http(from, { filename: 'a' }), '/a', '/a')))],
      exporters: [{ type: 'local', attrs: {}, output: builds.fresh('converted') }],
      sourcePolicy: {
        version: 1,
        rules: [
          {
            action: 'CONVERT',
            selector: {
              identifier: from,
              constraints: [
                { key: 'http.filename', value: 'a' },
                { key: 'http.filename', value: 'b', condition: 'NOTEQUAL' },
                { key: 'http.filename', value: '^a$', condition: 'MATCHES' },
              ],
            },
            updates: { identifier: to, attrs: { 'http.filename': 'a' } },
          },
        ],
      },
    });

    expect([...new Set(requests)]).toEqual([new URL(to).pathname]);
  });
});

describeWith(['buildkitd', 'registry'], 'a daemon that asks before it fetches', (services) => {
  const { buildkitd, registry } = services;
  let repositories: GitServer;
  beforeAll(async () => {
    repositories = await startGitServer(join(builds.folder, 'git'));
  });
  afterAll(() => repositories.close());
  const runOn = (state: State, more: object) =>
    builds.build(buildkitd.address, {
      results: [result(state)],
      locals: { shell: builds.shell },
      exporters: [{ type: 'local', attrs: {}, output: builds.fresh('asked') }],
      ...more,
    });

  test('is let have the sources of the build, of all kinds', async () => {
    const name = `${registry.host}/source-policy/own:1`;
    await builds.build(buildkitd.address, {
      results: [result(hello())],
      exporters: [{ type: 'image', attrs: { name, push: 'true' } }],
    });
    const { commits } = repositories.addRepository('own', [{ message: 'own', files: { a: 'a' } }]);
    const state = [
      git(`${repositories.httpUrl}/own.git`, { ref: commits[0] ?? '' }),
      image(name),
      http(freshUrl(), { filename: 'file', chmod: 0o600 }),
      local('shell'),
    ].reduce((all, source, index) => all.file(copy(source, '/', `/${index}/`)), scratch());

    await runOn(state, { onlyOwnSources: true });

    expect(requests.length).toBeGreaterThan(0);
  });

  test('is not let have what a graph names that a step made', async () => {
    const url = freshUrl();
    const nested = marshal(file(url)).toBytes();
    const state = nestedBuild(scratch().file(mkfile('/buildkit.llb.definition', 0o644, nested)));

    const failure = await failureOf(runOn(state, { onlyOwnSources: true }));
    expect(failure).toMatchObject({
      code: 'E_SOURCE_DENIED',
      message: `the source policy denies "${url}": no definition of this build has it`,
    });
    expect(requests).toEqual([]);

    await runOn(state, {});
    expect(requests.length).toBeGreaterThan(0);
  });

  test('is not let have the image of a scanner that the build does not name', async () => {
    const generator = `${registry.host}/source-policy/scanner:1`;
    const failure = await failureOf(
      runOn(hello(), {
        onlyOwnSources: true,
        frontendAttrs: { 'attest:sbom': `generator=${generator}` },
      }),
    );

    expect(failure).toMatchObject({ code: 'E_SOURCE_DENIED' });
    expect(failure.message).toContain(`docker-image://${generator}`);
  });

  test('tells identifier and attributes, and what is answered is why it fails', async () => {
    const url = freshUrl();
    const asked: unknown[] = [];
    const failure = await failureOf(
      runOn(scratch().file(copy(http(url, { filename: 'x', source: SOURCE }), '/x', '/x')), {
        checkSource: (source: unknown) => {
          asked.push(source);
          return 'we do not know "them"';
        },
      }),
    );

    expect(asked).toEqual([{ identifier: url, attrs: { 'http.filename': 'x' } }]);
    expect(failure).toMatchObject({
      code: 'E_SOURCE_DENIED',
      message: `the source policy denies "${url}": we do not know "them"`,
      details: { source: SOURCE },
    });
    expect(requests).toEqual([]);
  });

  test('fails with what the check throws', async () => {
    const failure = await failureOf(
      runOn(shellRoot(), {
        checkSource: async () => {
          throw new Error('the list is not there');
        },
      }),
    );

    expect(failure.message).toContain('the list is not there');
  });
});

describeWith(['engine'], 'a daemon that may not know how to ask', ({ engine }) => {
  test('builds by the check, or refuses to', async () => {
    const connection = await connect(engine.address);
    const asked: string[] = [];
    try {
      const end = await connection
        .build({
          results: [{ platform: AMD64, definition: marshal(file(freshUrl())) }],
          checkSource: ({ identifier }) => {
            asked.push(identifier);
            return undefined;
          },
        })
        .then(
          () => 'built',
          (error: BuildError) => error.code,
        );
      expect([end, asked.length]).toEqual(end === 'built' ? ['built', 1] : ['E_LLB_CAPABILITY', 0]);
    } finally {
      connection.close();
    }
  });
});
