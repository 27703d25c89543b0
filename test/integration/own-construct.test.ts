import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  acmeProject,
  acmeSynth,
  BANNER,
  packAcmeImages,
  serveComponents,
} from '../support/acme-project';
import { describeWith } from '../support/engine';
import type { LoopbackServer } from '../support/loopback-server';
import { compile, PackedPackage } from '../support/packed-package';
import { tarTree } from '../support/tar-tree';

jest.setTimeout(120_000);

const packed = new PackedPackage();
let acmeImages: string;
let server: LoopbackServer;

beforeAll(async () => {
  acmeImages = packAcmeImages(packed);
  server = await serveComponents();
});
afterAll(() => server.close());

const project = () => acmeProject(packed, acmeImages, server.url);
const lockOf = (folder: string) => readFileSync(join(folder, 'synth.lock.json'), 'utf8');

/** The output of a command that must succeed. */
async function output(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stderr, stdout } = await acmeSynth(folder, args, env);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('constructs of a package of one’s own, installed from a tarball', () => {
  test('have their types in an app', () => {
    const folder = project();
    compile(folder);

    const app = readFileSync(join(folder, 'app.ts'), 'utf8');
    writeFileSync(join(folder, 'app.ts'), app.replace("'Hello from Acme'", '7'));
    expect(() => compile(folder)).toThrow("Type 'number' is not assignable to type 'string'");
  });

  test('are locked as the committed lock says', async () => {
    const folder = project();
    const committed = lockOf(folder);
    expect(await output(folder, ['lock', '--check'])).toContain('synth.lock.json fits');

    rmSync(join(folder, 'synth.lock.json'));
    expect(await output(folder, ['lock'])).toContain('1 entry of acme-images/component');
    expect(lockOf(folder)).toBe(committed);
  });

  test('are lowered and listed', async () => {
    const folder = project();
    const written = await output(folder, ['--json']);
    expect(written).toContain('greeting.linux-arm64.llb');
    expect(await output(folder, ['ls'])).toMatch(/^greeting +linux\/amd64,linux\/arm64 /m);
  });

  test('have their properties checked, with the line of the app', async () => {
    const folder = project();
    const app = readFileSync(join(folder, 'app.ts'), 'utf8');
    writeFileSync(
      join(folder, 'app.ts'),
      app.replace("text: 'Hello", "txt: 'Hello").replace('2026-11-23', '2026-11-31'),
    );
    const { code, stderr } = await acmeSynth(folder, []);

    expect(code).toBe(1);
    expect(stderr).toMatch(/hello: .*"txt"/);
    expect(stderr).toContain('did you mean "text"?');
    expect(stderr).toContain('app.ts:5');
    expect(stderr).toContain('E_ACME_RELEASED');
  });

  test('tell with a code of their own what the outside does not answer', async () => {
    const folder = project();
    const app = readFileSync(join(folder, 'app.ts'), 'utf8');
    writeFileSync(join(folder, 'app.ts'), app.replace("name: 'banner'", "name: 'other'"));
    const { code, stderr } = await acmeSynth(folder, ['lock']);

    expect(code).toBe(1);
    expect(stderr).toContain('E_ACME_COMPONENT');
    expect(stderr).toContain('HTTP status 404');
    expect(stderr).toContain('app.ts:6');
    expect(existsSync(join(folder, 'synth.lock.json'))).toBe(true);
  });

  test('ask nothing of the outside at synth', async () => {
    const folder = project();
    rmSync(join(folder, 'synth.lock.json'));
    const { code, stderr } = await acmeSynth(folder, []);

    expect(code).toBe(1);
    expect(stderr).toContain('E_LOCK_MISSING');
    expect(stderr).toContain('component "banner"');
  });

  test('give the same definitions where their package has a copy of the library', async () => {
    const [one, two] = [project(), project()];
    packed.installCopyFor('acme-images', two);
    const expected = await output(one, ['--json']);

    compile(two);
    expect(await output(two, ['--json'])).toBe(expected);
    for (const architecture of ['amd64', 'arm64']) {
      const name = `synth.out/greeting.linux-${architecture}.llb`;
      expect(readFileSync(join(two, name))).toEqual(readFileSync(join(one, name)));
    }
  });
});

describeWith(['engine'], 'an image of a class of one’s own', ({ engine }) => {
  test.each(['one copy', 'two copies'])(
    'holds what its artifacts say, with %s of the library',
    async (copies) => {
      const folder = project();
      if (copies === 'two copies') packed.installCopyFor('acme-images', folder);
      const args = ['build', '--output', 'type=tar,dest=out.tar'];
      await output(folder, args, { BUILDKIT_HOST: engine.address });
      const tree = Object.fromEntries(tarTree(join(folder, 'out.tar'), 'linux_arm64'));

      const file = (text: string) => ({
        type: 'file',
        mode: '0644',
        owner: '0:0',
        content: createHash('sha256').update(text).digest('hex'),
        modified: Date.UTC(2026, 10, 23) / 1000,
      });
      const files = Object.entries(tree).filter(([, { type }]) => type !== 'directory');
      expect(Object.fromEntries(files)).toEqual({
        'etc/acme/greeting': file('Hello from Acme\n'),
        'usr/share/acme/banner': file(BANNER),
      });
    },
  );
});
