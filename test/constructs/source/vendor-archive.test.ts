import { App, HttpFile, VendorArchive, type VendorArchiveProps } from '../../../constructs';
import { ArtifactImage } from '../../support/artifact-image';
import { errorsOf } from '../../support/lowered';
import { madeUpLock } from '../../support/made-up-lock';

const GIVEN = {
  version: '1.0',
  vendor: 'Example, Inc.',
  licence: { name: 'MIT' },
};

interface Other {
  readonly id?: string;
  readonly file?: string;
  readonly props?: Partial<Record<keyof VendorArchiveProps, unknown>>;
}

function appOf({ file: name = 'x.tar.gz', id = 'server', props = {} }: Other = {}): App {
  const app = new App();
  const file = new HttpFile(app, 'file', { url: `https://example.org/${name}` });
  const all = { file, ...GIVEN, ...props };
  new ArtifactImage(app, 'image', new VendorArchive(app, id, all as VendorArchiveProps));
  return app;
}

describe('a file of a vendor', () => {
  test('stands in the manifest by its URL, under the name of its construct or its product', () => {
    const manifest = (other?: Other) => appOf(other).assemble(madeUpLock(appOf(other))).vendored;
    const url = 'https://example.org/x.tar.gz';

    expect(manifest()).toEqual({ [url]: { name: 'server', ...GIVEN } });
    expect(manifest({ id: 'a b', props: { product: 'server-pro' } })).toEqual({
      [url]: { name: 'server-pro', ...GIVEN },
    });
  });

  test.each<[string, Other, string, RegExp]>([
    ['whose id is no name', { id: 'my server' }, 'E_PROPERTY', /the id is the name/],
    ['without a licence', { props: { licence: undefined } }, 'E_PROPERTY', /licence/],
    [
      'with a sentence for a licence',
      { props: { licence: { name: 'ask them' } } },
      'E_PROPERTY',
      /licence\.name/,
    ],
    [
      'with a login in the place of its licence',
      { props: { licence: { name: 'MIT', url: 'https://me:secret@example.org/' } } },
      'E_PROPERTY',
      /licence\.url/,
    ],
    ['with two lines of note', { props: { vendor: 'a\nb' } }, 'E_PROPERTY', /vendor/],
    ['that is no archive', { file: 'x.run' }, 'E_ARCHIVE', /does not say what it is/],
  ])('%s is refused at its line', (_what, other, code, message) => {
    const [error, ...more] = errorsOf(() => appOf(other).synth());

    expect(more).toEqual([]);
    expect(error).toMatchObject({ code, details: { constructPath: other.id ?? 'server' } });
    expect(error?.message).toMatch(message);
    expect(JSON.stringify([error?.message, error?.details])).not.toContain('me:secret');
    expect(error?.details.source?.file).toMatch(/vendor-archive\.test\.ts$/);
  });
});
