import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { App, type IConstruct, Image, type LoweredImage, type Target } from '../../../constructs';
import type { BuildError } from '../../../lib/errors';
import { copy, scratch } from '../../../lib/llb';
import { errorsOf } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const project = temporaryFolder('sent');
// The folder of the app, which its folders are relative to.
process.env.SYNTH_FOLDER = project;
const LINE = /target\.local\(/;

/** An image that sends a folder of the app. */
class Sender extends Image {
  readonly sourceDateEpoch = 0;
  private readonly path: string;

  constructor(scope: IConstruct, id: string, path: string) {
    super(scope, id, { platforms: ['linux/amd64'] });
    this.path = path;
  }

  lower(target: Target): LoweredImage {
    const input = { type: 'directory', path: this.path, include: [], exclude: [] } as const;
    const files = target.local('files', input);
    return {
      layers: [{ state: scratch().file(copy(files, '/', '/')), says: 'files' }],
      config: {},
    };
  }
}

function synth(path: string): readonly BuildError[] {
  const app = new App({ outdir: join(project, 'synth.out') });
  new Sender(app, 'sender', path);
  return errorsOf(() => app.synth());
}

/** The line of this file that an error names. */
function lineOf(error: BuildError | undefined): string {
  const { file, line } = error?.details.source ?? { file: '', line: 0 };
  return file.endsWith('sent-folders.test.ts')
    ? (readFileSync(__filename, 'utf8').split('\n')[line - 1] ?? '')
    : file;
}

beforeAll(() => {
  mkdirSync(join(project, 'files/below'), { recursive: true });
  symlinkSync('/etc', join(project, 'leads-out'));
  symlinkSync('files', join(project, 'leads-in'));
});

test.each(['files', 'files/below', './files', 'files/', '.', 'leads-in', 'made-later', 'a..b'])(
  'the folder %j of the app may be sent',
  (path) => expect(synth(path)).toEqual([]),
);

test.each(['/etc', '..', '../other', 'files/../../other', 'files/..', '', 'a\nb', 'leads-out'])(
  'the folder %j is refused at the line that names it',
  (path) => {
    const errors = synth(path);

    expect(errors.map(({ code }) => code)).toEqual(['E_LOCAL_FOLDER']);
    expect(errors[0]?.details.expected).toMatch(/folder/);
    expect(lineOf(errors[0])).toMatch(LINE);
  },
);
