import { architectureOf } from '../../lib/debian/architecture';
import { type State, scratch } from '../../lib/llb';
import { type Deb, unpackDebs, unpackRuntime } from '../../lib/rootfs';

const deb = (name: string): Deb => ({
  name,
  filename: `${name.replace(':', '_1_')}.deb`,
  url: `https://deb.example/${name}`,
  sha256: 'a'.repeat(64),
});
const amd64 = architectureOf({ os: 'linux', architecture: 'amd64' });
if (amd64 === undefined) throw new Error('no amd64');
const configured = { architecture: amd64, minbase: undefined, packages: undefined };
const options = (...names: readonly string[]) => ({
  title: 'trixie',
  tools: scratch(),
  architecture: amd64,
  configured,
  debs: names.map(deb),
  sourceDateEpoch: 0,
});

/** The ops as text: the script that unpacks is in one of them. */
function scriptOf(state: State): string {
  const { ops } = state.marshal({ platform: { os: 'linux', architecture: 'amd64' } });
  return Buffer.concat(ops.map(({ bytes }) => bytes)).toString('latin1');
}

describe.each([
  ['a root', (...names: string[]) => unpackDebs(scratch(), options(...names))],
  ['a runtime', (...names: string[]) => unpackRuntime(options(...names))],
])('the script that unpacks %s', (_, unpack) => {
  test('registers architectures where a package is of a foreign one', () => {
    expect(scriptOf(unpack('libc6', 'libc6:arm64'))).toMatch(/\$own.*>> "\$database\/arch"/);
  });

  test('is the same as ever without one', () => {
    expect(scriptOf(unpack('libc6'))).not.toMatch(/\$own\b/);
  });
});
