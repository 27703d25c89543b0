import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

describeWith(['buildkitd'], 'what a daemon may fetch', ({ buildkitd }) => {
  const folder = installed.project(L1_PROJECT);
  const content = `a deb ${process.hrtime.bigint()}`;
  const requests: string[] = [];
  let web: LoopbackServer;
  beforeAll(async () => {
    web = await listenOnLoopback((request, response) => {
      requests.push(request.url ?? '');
      response.end(content);
    });
  });
  afterAll(() => web.close());
  const build = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    installed.synth(folder, ['build', '--platform', 'linux/amd64', ...args], {
      env: {
        BUILDKIT_HOST: buildkitd.address,
        TEST_IMAGES: 'fetched',
        TEST_URL: `${web.url}/x.deb`,
        TEST_PATH: 'x.deb',
        TEST_SIZE: String(content.length),
        TEST_SHA256: createHash('sha256').update(content).digest('hex'),
        ...env,
      },
    });
  const policy = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return name;
  };
  const DENY = JSON.stringify({
    rules: [{ action: 'DENY', selector: { identifier: '*/x.deb' } }],
  });

  test('is denied by a policy, of the option or of the variable of buildx', async () => {
    const file = policy('deny.json', DENY);

    for (const { code, stderr } of [
      await build(['--source-policy-file', file]),
      await build([], { EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: file }),
    ]) {
      expect(code).toBe(1);
      expect(stderr).toContain(
        `error E_SOURCE_DENIED  the source policy denies "${web.url}/x.deb"`,
      );
    }
    expect(requests).toEqual([]);
  });

  test('is what the definitions name, where it may be nothing else', async () => {
    expect(await build(['--own-sources'])).toMatchObject({ code: 0 });
    expect(requests).toContain('/x.deb');
  });

  test.each([
    ['no JSON', '{', 'source policy "bad.json" cannot be read'],
    ['a slip in a rule', DENY.replace('identifier', 'identifer'), 'identifer'],
  ])('is not decided by %s', async (_what, text, told) => {
    const { code, stderr } = await build(['--source-policy-file', policy('bad.json', text)]);

    expect(code).toBe(1);
    expect(stderr).toContain('E_SOURCE_POLICY');
    expect(stderr).toContain(told);
  });

  test('nor may a step do what the daemon does not grant', async () => {
    const { code, stderr } = await build(['--allow', 'security.insecure']);
    expect(code).toBe(1);
    expect(stderr).toContain('granting entitlement security.insecure is not allowed');
    expect(stderr).toContain('insecure-entitlements = ["security.insecure"]');
    expect(await build(['--allow', 'everything'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('option "--allow" does not know "everything"'),
    });
  });
});
