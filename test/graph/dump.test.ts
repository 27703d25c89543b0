import { dumpDefinition } from '../../lib/graph';
import { mkfile, scratch, symlink } from '../../lib/llb';
import { referenceDefinition, referenceVectors } from '../llb/reference-vectors';

const dumped = referenceVectors().filter(({ dump }) => dump !== undefined);
const hasSymlink = ({ recipe }: (typeof dumped)[number]): boolean =>
  JSON.stringify(recipe).includes('"kind":"symlink"');
const platform = { os: 'linux', architecture: 'amd64' };

test('there are enough texts of buildctl to compare with', () => {
  expect(dumped.length).toBe(40);
  expect(dumped.filter((vector) => !hasSymlink(vector)).length).toBeGreaterThan(25);
});

// buildctl leaves the content of symlink actions out.
test.each(dumped.filter((vector) => !hasSymlink(vector)))(
  'seed $seed is printed as buildctl prints it',
  (vector) => {
    expect(dumpDefinition(referenceDefinition(vector))).toBe(vector.dump);
  },
);

test('a symlink is printed with its paths', () => {
  const definition = scratch().file(symlink('/a', '/b')).marshal({ platform });
  const [line = ''] = dumpDefinition(definition).split('\n');
  expect(JSON.parse(line).Op.Op.file.actions[0].Action).toEqual({
    symlink: { oldpath: '/a', newpath: '/b', timestamp: -1 },
  });
});

test('a 64-bit number is printed with all its digits', () => {
  const timestamp = 2n ** 62n + 1n;
  const definition = scratch()
    .file(mkfile('/f', 0, '', { timestamp }))
    .marshal({ platform });
  expect(dumpDefinition(definition)).toContain(`"timestamp":${timestamp}`);
});
