import fc from 'fast-check';
import { BuildError } from '../../lib/errors';
import { readRequirements } from '../../lib/python';
import { lockContext } from '../support/python-lock';
import '../support/property-seed';

const [A, B] = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string];
const hash = (sum: string) => `--hash=sha256:${sum}`;
const read = (text: string, python = '3.13.5') =>
  readRequirements(text, lockContext({}, { python }));

test('has packages with versions, extras, markers, comments and lines that go on', () => {
  const text = [
    '# made by pip-compile',
    '--index-url https://index.example/simple  # ours',
    '--extra-index-url=https://more.example/simple',
    '--require-hashes',
    '-e .',
    `Zope.Interface==7.0 \\`,
    `    ${hash(A)} \\`,
    `    ${hash(B)}`,
    '    # via app',
    `six[all, more] == 1.0 ; python_version >= "3.9" ${hash(A)} --hash=md5:0 # ok`,
    `tomli==2.0;python_version<"3.11" ${hash(A)}`,
    `exact===1.0+cpu --hash sha256:${B}`,
    `direct @ https://f.example/direct-1.0-py3-none-any.whl?x=1#sha256=${A} ; os_name == "posix"`,
    `https://f.example/bare-1.0-py3-none-any.whl ${hash(B)}`,
    '',
  ].join('\r\n');

  expect(read(text)).toEqual({
    index: 'https://index.example/simple',
    extraIndexes: ['https://more.example/simple'],
    packages: [
      {
        name: 'bare',
        place: 'line 14',
        files: [
          {
            filename: 'bare-1.0-py3-none-any.whl',
            url: 'https://f.example/bare-1.0-py3-none-any.whl',
            sha256: B,
          },
        ],
      },
      {
        name: 'direct',
        place: 'line 13',
        files: [
          {
            filename: 'direct-1.0-py3-none-any.whl',
            url: 'https://f.example/direct-1.0-py3-none-any.whl?x=1',
            sha256: A,
          },
        ],
      },
      { name: 'exact', version: '1.0+cpu', place: 'line 12', hashes: [B] },
      { name: 'six', version: '1.0', place: 'line 10', hashes: [A] },
      { name: 'zope-interface', version: '7.0', place: 'line 6', hashes: [A, B] },
    ],
  });
  expect(read(text, '3.10.1').packages.map(({ name }) => name)).toContain('tomli');
});

test.each([
  ['six', 'E_PYTHON_LOCK', 'line 1: "six" is not pinned'],
  [`six>=1.0 ${hash(A)}`, 'E_PYTHON_LOCK', 'is not pinned'],
  [`six==1.* ${hash(A)}`, 'E_PYTHON_LOCK', 'is not pinned'],
  [`six==1.0,!=2 ${hash(A)}`, 'E_PYTHON_LOCK', 'is not pinned'],
  [`../six==1.0 ${hash(A)}`, 'E_PYTHON_LOCK', 'is not pinned'],
  [`./six-1.0-py3-none-any.whl ${hash(A)}`, 'E_PYTHON_LOCK', 'is not pinned'],
  ['six @ https://me:pw@f.example/a b', 'E_PYTHON_LOCK', 'is not pinned'],
  ['six==1.0', 'E_PYTHON_HASH', '"six" has no sha256'],
  ['six==1.0 --hash=sha1:abc', 'E_PYTHON_HASH', '"six" has no sha256'],
  ['six==1.0 --hash=md5:abc', 'E_PYTHON_HASH', '"six" has no sha256'],
  [`six==1.0 ${hash(A)} --global-option=x`, 'E_PYTHON_LOCK', 'the option "--global-option=x"'],
  [`six==1.0 ${hash(A)}\nSix==1.0 ${hash(A)}`, 'E_PYTHON_LOCK', '"six" is there twice'],
  ['-r other.txt', 'E_PYTHON_LOCK', 'the option "-r"'],
  ['-c limits.txt', 'E_PYTHON_LOCK', 'the option "-c"'],
  ['-e ../lib', 'E_PYTHON_LOCK', 'the option "-e"'],
  ['--no-binary :all:', 'E_PYTHON_LOCK', 'the option "--no-binary"'],
  ['--find-links /srv', 'E_PYTHON_LOCK', 'the option "--find-links"'],
  ['--index-url https://me:pw@i.example/simple', 'E_PYTHON_SOURCE', 'cannot be fetched'],
  [`six @ git+https://g.example/six@${'c'.repeat(40)}`, 'E_PYTHON_SOURCE', 'a repository'],
  [`six @ https://f.example/six-1.0-py3-none-any.whl`, 'E_PYTHON_HASH', 'no sha256'],
  [`six @ https://f.example/six-1.0-py3-none-any.whl#sha256=${A} ${hash(B)}`, 'E_PYTHON_HASH', ''],
  [`six @ https://f.example/six-1.0.tar.gz ${hash(A)}`, 'E_PYTHON_SOURCE', 'not of a wheel'],
  [`six @ file:///six-1.0-py3-none-any.whl ${hash(A)}`, 'E_PYTHON_SOURCE', 'cannot be fetched'],
  [`six==1.0 ; python > 3 ${hash(A)}`, 'E_PYTHON_LOCK', 'no marker'],
])('%s is refused', (text, code, message) => {
  try {
    read(text);
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(JSON.stringify([error.message, error.details])).not.toContain('pw');
    return;
  }
  throw new Error('nothing failed');
});

test('any text is read, or refused with an error that names its place', () => {
  const piece = fc.constantFrom(
    ...['six', '==1.0', ' ', '\n', '\\\n', '#', ';', hash(A), '@', ' -r ', '--', '"', '\t', '[a]'],
    ...['https://f.example/six-1.0-py3-none-any.whl', 'python_version', '<', "'3.9'", '..', '\0'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        const { packages } = read(pieces.join(''));
        for (const { files, hashes } of packages) expect(files ?? hashes).not.toEqual([]);
      } catch (error) {
        expect(BuildError.is(error) && error.code).toMatch(/^E_PYTHON_/);
        expect(String(error)).toMatch(/line \d+/);
      }
    }),
    { numRuns: 2000 },
  );
});
