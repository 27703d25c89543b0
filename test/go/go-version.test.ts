import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareGoVersions, goVersionOfPackage } from '../../lib/go';
import { temporaryFolder } from '../support/temporary-folder';

/** From the oldest to the newest. */
const VERSIONS = [
  '1.9',
  '1.16',
  '1.20rc1',
  '1.20',
  '1.20.1',
  '1.21',
  '1.21beta1',
  '1.21rc1',
  '1.21rc2',
  '1.21.0',
  '1.21.10',
  '1.24',
  '1.24.4',
  '2',
];

test('versions of Go have its own order', () => {
  const turned = [...VERSIONS].reverse();

  expect(turned.sort(compareGoVersions)).toEqual(VERSIONS);
  expect(compareGoVersions('1.20', '1.20.0')).toBe(0);
});

const folder = temporaryFolder('go-version');
const go = spawnSync('go', ['version'], { encoding: 'utf8' });
if (go.status !== 0) process.stderr.write('skipped: the order of versions: there is no Go here\n');

(go.status === 0 ? test : test.skip)(
  'and that is what Go says of each two',
  () => {
    const program = `package main
import ("fmt"; "go/version"; "os")
func main() { for _, a := range os.Args[1:] { for _, b := range os.Args[1:] { fmt.Print(version.Compare("go"+a, "go"+b), " ") } } }
`;
    writeFileSync(join(folder, 'main.go'), program);
    const { stderr, stdout } = spawnSync('go', ['run', 'main.go', ...VERSIONS], {
      cwd: folder,
      encoding: 'utf8',
    });
    const ours = VERSIONS.flatMap((a) => VERSIONS.map((b) => Math.sign(compareGoVersions(a, b))));

    expect({ stderr, said: stdout.trim().split(' ').map(Number) }).toEqual({
      stderr: '',
      said: ours,
    });
  },
  60_000,
);

test.each([
  ['1.24.4-1+deb13u1', '1.24.4'],
  ['2:1.24.4-1', '1.24.4'],
  ['1.26~rc1-1', '1.26rc1'],
  ['1.20-1', '1.20.0'],
  ['2026', undefined],
])('the package version %s is Go %s', (version, expected) => {
  expect(goVersionOfPackage(version)).toBe(expected);
});
