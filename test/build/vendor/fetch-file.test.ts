import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchFile } from '../../../lib/build/vendor/fetch-file';
import { VendorFolder } from '../../../lib/build/vendor/vendor-folder';
import { fetchContext } from '../../../lib/fetch/fetch-context';
import { packageTgz, serveNpm, tgzPath } from '../../support/npm-registry';
import { PATIENCE } from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('vendor-npm');

test('an archive of npm from elsewhere is put into a folder with the login of .npmrc', async () => {
  const own = { name: 'own', version: '1.0.0' };
  const registry = await serveNpm([own]);
  const sha256 = createHash('sha256').update(packageTgz(own)).digest('hex');
  const { host } = new URL(registry.url);
  const environment = {
    ...{ mirrors: {}, aptMirrors: {}, keyrings: [], cacheFolder: join(folder, 'cache') },
    npm: { registry: registry.url, scopes: {}, logins: new Map([[`//${host}/`, 'Bearer own']]) },
  };
  const context = fetchContext({ environment, patience: PATIENCE });
  const vendor = new VendorFolder(join(folder, 'vendor'));
  const path = tgzPath(own);
  const wanted = {
    url: `${registry.url}/${path}`,
    sha256,
    file: { archive: 'npm-other', path, sha256 },
  };
  await fetchFile(wanted, vendor, context);
  await registry.close();

  expect(registry.requests).toEqual([{ path: `/${path}`, login: 'Bearer own' }]);
  expect(readFileSync(vendor.placeOf(sha256))).toEqual(packageTgz(own));
});
