import * as fc from 'fast-check';
import {
  Artifact,
  EmptyDirectory,
  type IArtifact,
  InlineFile,
  SymbolicLink,
} from '../../../constructs';
import { layFiles } from '../../../constructs/image/lay-files';
import { scratch } from '../../../lib/llb';
import { actionsOf, buildArtifact, filesOf, listTree } from '../../support/artifact-image';
import { describeWith } from '../../support/engine';

const DATE = new Date('2026-01-02T00:00:00Z');

/** As base-files has them on amd64. */
const LINKS = ['bin', 'sbin', 'lib', 'lib64'];
const root = (links = LINKS): IArtifact =>
  Artifact.merge(
    EmptyDirectory.at('/usr/games'),
    ...LINKS.map((name) => EmptyDirectory.at(`/usr/${name}`)),
    ...links.map((name) => SymbolicLink.to(`usr/${name}`).at(`/${name}`)),
    SymbolicLink.to('/usr/games').at('/games'),
    InlineFile.text('old').at('/usr/bin/old'),
  );

/** The artifacts over a root, one after another, as an image lays them. */
const over = (base: IArtifact, ...artifacts: readonly IArtifact[]): IArtifact => ({
  lower: (target) =>
    artifacts.reduce(
      (state, artifact) =>
        state.file(layFiles(artifact.lower(target), DATE), { customName: 'image: copy it' }),
      base.lower(target),
    ),
});

const text = (path: string, content = path) => InlineFile.text(content).at(path);

test('the files of an artifact become one op', () => {
  const actions = actionsOf({
    lower: () => scratch().file(layFiles(scratch().dir('/'), DATE)),
  });

  expect(actions).toHaveLength(6);
  expect(actions[0]).toMatchObject({ src: '/', dest: '/', excludePatterns: LINKS });
});

describeWith(['engine'], 'files over a root with merged /usr', ({ engine }) => {
  const built = (artifact: IArtifact) => filesOf(engine.address, () => artifact);

  test('land behind its links, with their mode and the date of the image', async () => {
    const artifact = Artifact.merge(
      InlineFile.text('tool').at('/bin/tool', { mode: 0o755 }),
      text('/bin/.hidden/deep/x'),
      text('/lib/app/data'),
      text('/lib64/ld.so'),
      SymbolicLink.to('tool').at('/sbin/again'),
      text('/etc/bin/own'),
      text('/usr/bin/beside'),
    );
    const files = await built(over(root(), artifact));

    expect(files).toMatchObject({
      '/bin': expect.stringMatching(/^symlink .* usr\/bin$/),
      '/lib64': expect.stringMatching(/^symlink .* usr\/lib64$/),
      '/usr/bin/tool': 'file 755 0:0 2026-01-02 tool',
      '/usr/bin/.hidden/deep/x': 'file 644 0:0 2026-01-02 /bin/.hidden/deep/x',
      '/usr/bin/beside': 'file 644 0:0 2026-01-02 /usr/bin/beside',
      '/usr/bin/old': 'file 644 0:0 1980-01-01 old',
      '/usr/lib/app/data': 'file 644 0:0 2026-01-02 /lib/app/data',
      '/usr/lib64/ld.so': 'file 644 0:0 2026-01-02 /lib64/ld.so',
      '/usr/sbin/again': 'symlink 777 0:0 2026-01-02 tool',
      '/etc/bin/own': 'file 644 0:0 2026-01-02 /etc/bin/own',
    });
    expect(Object.keys(files).filter((path) => path.startsWith('/usr/bin/'))).toHaveLength(6);
  });

  test('leave a folder that they made or changed with the date of the image', async () => {
    const image = await buildArtifact(engine.address, () =>
      over(root(), text('/bin/x'), text('/lib/y/z')),
    );
    try {
      for (const path of ['/usr/bin', '/usr/lib', '/usr/lib/y']) {
        expect((await image.stat(path)).modTime).toEqual(DATE);
      }
      expect((await image.stat('/usr/sbin')).modTime).not.toEqual(DATE);
    } finally {
      await image.close();
    }
  });

  test('are where they were said to be, where the root has no such link', async () => {
    const files = await built(over(root(['bin', 'sbin', 'lib']), text('/lib64/ld.so')));

    expect(files).toMatchObject({ '/lib64': 'dir 755 0:0' });
    expect(files['/lib64/ld.so']).toBe('file 644 0:0 2026-01-02 /lib64/ld.so');
    expect(files['/usr/lib64/ld.so']).toBeUndefined();
  });

  test('leave the links of the root, whatever has their names', async () => {
    const artifact = Artifact.merge(
      SymbolicLink.to('usr/bin').at('/bin'),
      SymbolicLink.to('/etc').at('/lib'),
      text('/sbin'),
      text('/usr/bin/new'),
    );
    const files = await built(over(root(), artifact));
    const before = await built(root());

    for (const name of LINKS) expect(files[`/${name}`]).toBe(before[`/${name}`]);
    expect(Object.keys(files).sort()).toEqual([...Object.keys(before), '/usr/bin/new'].sort());
  });

  test('are the same by each way to a folder', async () => {
    const place = fc.constantFrom('bin', 'sbin', 'lib', 'lib64', 'etc', 'opt/bin');
    const below = fc.constantFrom('a', 'b/c', 'b/d/e', '.f');
    const arbitrary = fc.uniqueArray(fc.tuple(place, below), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(arbitrary, async (files) => {
        const at = (prefix: (name: string) => string) =>
          Artifact.merge(
            ...files.map(([name, rest]) => text(`${prefix(name)}/${rest}`, `${name} ${rest}`)),
          );
        const byLinks = over(
          root(),
          at((name) => `/${name}`),
        );
        const direct = over(
          root(),
          at((name) => (LINKS.includes(name) ? `/usr/${name}` : `/${name}`)),
        );

        expect(await built(byLinks)).toEqual(await built(direct));
      }),
      { numRuns: 8 },
    );
  });

  test.each<[string, readonly IArtifact[], RegExp]>([
    ['a folder onto a link of the root', [text('/games/chess')], /folder is copied onto "\/games"/],
    ['a folder onto a file of the root', [text('/usr/bin/old/x')], /onto "\/usr\/bin\/old"/],
    ['a folder onto a file behind a link', [text('/bin/old/x')], /onto "\/bin\/old"/],
    ['an empty one, too', [EmptyDirectory.at('/bin/old')], /onto "\/usr\/bin\/old"/],
    [
      'a file onto a folder',
      [text('/usr/games')],
      /a file or a link is copied onto "\/usr\/games"/,
    ],
    ['a link onto a folder', [SymbolicLink.to('x').at('/usr')], /onto "\/usr", which is a folder/],
    [
      'a folder onto a link of an artifact before it',
      [SymbolicLink.to('/opt/1').at('/opt/app'), text('/opt/app/x')],
      /onto "\/opt\/app", which is a link or a file/,
    ],
  ])('%s is told with its place, without the path of the daemon', async (_what, files, says) => {
    const building = buildArtifact(engine.address, () => over(root(), ...files));

    await expect(building).rejects.toMatchObject({ code: 'E_COPY_CONFLICT' });
    const error: Error = await building.catch((reason) => reason);
    expect(error.message).toMatch(/^step "image: copy it" failed: /);
    expect(error.message).toMatch(says);
    expect(error.message).not.toMatch(/buildkit|containerd|snapshot/);
  });

  test('are listed alike, built twice', async () => {
    const artifact = () => over(root(), text('/bin/x'), text('/opt/y'));
    const once = async () => {
      const image = await buildArtifact(engine.address, artifact, {});
      try {
        return await listTree(image);
      } finally {
        await image.close();
      }
    };

    expect(await once()).toEqual(await once());
  });
});
