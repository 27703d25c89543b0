import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../lib/assembly/manifest';
import { prepareLocals } from '../../../lib/build/plan/prepare-locals';
import type { Environment } from '../../../lib/environment';
import type { NpmConfig } from '../../../lib/environment/npm-config';
import { hashOf } from '../../../lib/fetch/file-cache';
import {
  TARBALL,
  type TarballRequest,
  type TarballSection,
} from '../../../lib/inputs/tarball/kind';
import { SchemaReader } from '../../../lib/json';
import { EMPTY_LOCK, type LockFile, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import {
  integrityOf,
  type MadePackage,
  type NpmRegistry,
  packageTgz,
  serveNpm,
  tgz,
  tgzPath,
} from '../../support/npm-registry';
import { PATIENCE } from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('tarballs');
const A: MadePackage = { name: 'a', version: '1.0.0' };
const SCOPED: MadePackage = { name: '@acme/b', version: '2.0.0' };
const NATIVE: MadePackage = {
  name: 'native-linux-arm64',
  version: '3.0.0',
  fields: { os: ['linux'], cpu: ['arm64'] },
};
const publicUrl = (made: MadePackage) => `https://registry.npmjs.org/${tgzPath(made)}`;
const REQUEST: TarballRequest = {
  files: Object.fromEntries(
    [A, SCOPED].map((made) => [publicUrl(made), integrityOf(packageTgz(made))]),
  ),
  absent: [],
};

let server: NpmRegistry;
let cache: string;
let count = 0;
beforeEach(async () => {
  server = await serveNpm([A, SCOPED, NATIVE]);
  count += 1;
  cache = join(folder, `cache${count}`);
});
afterEach(() => server.close());

const environment = (npm: Partial<NpmConfig> = {}): Environment => ({
  mirrors: {},
  aptMirrors: {},
  keyrings: [],
  cacheFolder: cache,
  npm: { registry: server.url, scopes: {}, logins: new Map(), ...npm },
});

async function lockOf(
  request: TarballRequest,
  npm: Partial<NpmConfig> = {},
  previous: LockFile = EMPTY_LOCK,
): Promise<TarballSection> {
  const options = { environment: environment(npm), patience: PATIENCE };
  return sectionOf(await resolveLock(asked(TARBALL, request), previous, options), TARBALL);
}
const failure = (request: TarballRequest, npm?: Partial<NpmConfig>) =>
  lockOf(request, npm).then(
    () => undefined,
    ({ errors, ...own }) => errors?.[0] ?? own,
  );

describe('archives of packages', () => {
  test('are fetched from the registry of npmrc, and kept with what a build can check', async () => {
    const { files } = await lockOf(REQUEST);

    for (const made of [A, SCOPED]) {
      const content = packageTgz(made);
      expect(files[publicUrl(made)]).toEqual({
        integrity: integrityOf(content),
        size: content.length,
        sha256: hashOf(content),
      });
    }
  });

  test('are fetched once: what the lock has is not asked for again', async () => {
    const section = await lockOf(REQUEST);
    await lockOf(REQUEST, {}, { sections: { tarball: section } });

    expect(server.requests).toHaveLength(2);
  });

  test('of a scope are those of its registry, with the login that is for it alone', async () => {
    const other = await serveNpm([SCOPED]);
    const place = `//${new URL(other.url).host}/`;
    const logins = new Map([[place, 'Bearer s3cret']]);
    await lockOf(REQUEST, { scopes: { '@acme': other.url }, logins });

    expect(other.requests).toEqual([{ path: `/${tgzPath(SCOPED)}`, login: 'Bearer s3cret' }]);
    expect(server.requests.map(({ login }) => login)).toEqual([undefined]);
    await other.close();
  });

  test('of another hash are refused, and not kept', async () => {
    server.files.set(`/${tgzPath(A)}`, Buffer.from('something else'));

    expect(await failure(REQUEST)).toMatchObject({ code: 'E_NPM_HASH' });
    expect(JSON.stringify(readdirSync(join(cache, 'sha256'), { recursive: true }))).not.toContain(
      hashOf(Buffer.from('something else')),
    );
  });

  test('that no registry gives are told with what it said, and without a login', async () => {
    server.files.set(`/${tgzPath(A)}`, 401);
    const logins = new Map([[`//${new URL(server.url).host}/`, 'Bearer s3cret']]);
    const error = await failure(REQUEST, { logins });

    expect(error).toMatchObject({ code: 'E_NPM_FETCH' });
    expect(JSON.stringify([error.message, error.details])).toContain('401');
    expect(JSON.stringify([error.message, error.details])).not.toContain('s3cret');
  });

  test('say which programs and scripts they have, where that is asked for', async () => {
    const made: MadePackage[] = [
      { name: 'one', version: '1.0.0', fields: { bin: './cli.js', scripts: { test: 'x' } } },
      { name: '@acme/two', version: '1.0.0', fields: { scripts: { postinstall: 'x' } } },
      { name: 'three', version: '1.0.0', files: { 'binding.gyp': '{}' }, fields: { bin: {} } },
      { name: 'four', version: '1.0.0', fields: { gypfile: false, engines: { node: '>=20' } } },
    ];
    const registry = await serveNpm(made);
    const files = Object.fromEntries(
      made.map((one) => [publicUrl(one), integrityOf(packageTgz(one))]),
    );
    const unasked = await lockOf({ files, absent: [] }, { registry: registry.url });
    const request = { files, absent: [], manifests: Object.keys(files) };
    const previous = { sections: { tarball: unasked } };
    const section = await lockOf(request, { registry: registry.url }, previous);

    expect(Object.values(unasked.files).some(({ manifest }) => manifest)).toBe(false);
    expect(made.map((one) => section.files[publicUrl(one)]?.manifest)).toEqual([
      { bin: { one: 'cli.js' } },
      { hasInstallScript: true },
      { hasInstallScript: true },
      { engines: { node: '>=20' } },
    ]);
    // What was fetched already is read where it is kept.
    expect(registry.requests).toHaveLength(made.length);
    const text = TARBALL.section.write(section, '');
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    expect(TARBALL.section.read(JSON.parse(text), 'tarball', schema)).toEqual(section);
    await registry.close();
  });

  test('without a package.json that can be read are refused where it is asked for', async () => {
    const content = tgz([{ path: 'package/index.js', content: 'x' }]);
    server.files.set(`/${tgzPath(A)}`, content);
    const files = { [publicUrl(A)]: integrityOf(content) };

    expect(await failure({ files, absent: [], manifests: Object.keys(files) })).toMatchObject({
      code: 'E_NPM_LOCK',
    });
  });

  test('that are in no lock are looked up: for which platform they would be', async () => {
    const absent = ['native-linux-arm64@3.0.0', 'native-linux-arm64@^3.0.0', 'nowhere@1.0.0'];
    const section = await lockOf({ files: {}, absent });

    const needs = { os: ['linux'], cpu: ['arm64'], libc: [] };
    expect(section.absent).toEqual({
      'native-linux-arm64@3.0.0': { for: needs },
      'native-linux-arm64@^3.0.0': { for: needs },
      'nowhere@1.0.0': {},
    });
  });
});

describe('a folder of archives', () => {
  const NAME = 'npm-made-up';
  const assembly = () => {
    const urls = Object.keys(REQUEST.files);
    const archiveFiles = Object.fromEntries(
      [A, SCOPED].map((made) => {
        const content = packageTgz(made);
        const file = {
          archive: 'npm',
          path: tgzPath(made),
          size: content.length,
          sha256: hashOf(content),
        };
        return [publicUrl(made), file];
      }),
    );
    const manifest = { archiveFiles, locals: { [NAME]: { type: 'archive-files', urls } } };
    return { folder, manifest: manifest as unknown as Manifest };
  };
  const prepare = async (mayFetch = true) =>
    (
      await prepareLocals(assembly() as Parameters<typeof prepareLocals>[0], new Set([NAME]), {
        environment: environment(),
        mayFetch,
        patience: PATIENCE,
      } as Parameters<typeof prepareLocals>[2])
    )[NAME] ?? '';

  test('is made by the lock alone, on a machine that has not locked, and kept', async () => {
    const made = await prepare();

    expect(readdirSync(made).sort()).toEqual(
      [A, SCOPED].map((one) => hashOf(packageTgz(one))).sort(),
    );
    expect(await prepare(false)).toBe(made);
    expect(server.requests).toHaveLength(2);
  });

  test('takes what was locked here from the cache', async () => {
    await lockOf(REQUEST);
    await prepare();

    expect(server.requests).toHaveLength(2);
  });

  test('is made anew where a file of it is not what it was, or one more is there', async () => {
    const made = await prepare();
    const [file = ''] = readdirSync(made);
    rmSync(join(made, file));
    writeFileSync(join(made, file), 'altered');
    rmSync(join(cache, 'sha256'), { recursive: true });

    const again = await prepare();
    for (const name of readdirSync(again)) {
      expect([A, SCOPED].map((one) => hashOf(packageTgz(one)))).toContain(name);
    }
    expect(server.requests).toHaveLength(4);
    mkdirSync(join(made, 'more'));
    await expect(prepare(false)).rejects.toThrow('not in the cache');
  });

  test('is not made of other bytes than the locked ones', async () => {
    server.files.set(`/${tgzPath(A)}`, Buffer.alloc(packageTgz(A).length, 1));

    await expect(prepare()).rejects.toMatchObject({ code: 'E_NPM_FETCH' });
  });
});
