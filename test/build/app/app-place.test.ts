import { join, relative } from 'node:path';
import { findAppPlace } from '../../../lib/build/app/app-place';
import { temporaryFolder } from '../../support/temporary-folder';

const cwd = temporaryFolder('place');

test('places are absolute, whatever the working folder is given as', () => {
  const { folder, lock, out } = findAppPlace({
    app: 'node app.js',
    cwd: relative(process.cwd(), cwd),
  });

  expect({ folder, lock, out }).toEqual({
    folder: cwd,
    lock: join(cwd, 'synth.lock.json'),
    out: join(cwd, 'synth.out'),
  });
});
