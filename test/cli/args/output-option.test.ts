import { parseOutput } from '../../../lib/cli/args/output-option';

test.each([
  ['type=image', { type: 'image', dest: undefined, attrs: {} }],
  ['type=registry', { type: 'image', dest: undefined, attrs: { push: 'true' } }],
  [
    'type=image,push=true,name=registry.example.org/x',
    { type: 'image', dest: undefined, attrs: { push: 'true', name: 'registry.example.org/x' } },
  ],
  ['type=oci,dest=hello.tar', { type: 'oci', dest: 'hello.tar', attrs: {} }],
  ['type=docker,dest=-', { type: 'docker', dest: '-', attrs: {} }],
  ['type=docker', { type: 'docker', dest: undefined, attrs: {} }],
  ['type=tar,"dest=a,b.tar"', { type: 'tar', dest: 'a,b.tar', attrs: {} }],
  ['"dest=say ""hi""",type=tar', { type: 'tar', dest: 'say "hi"', attrs: {} }],
  ['type=oci,dest=x=y.tar', { type: 'oci', dest: 'x=y.tar', attrs: {} }],
  ['TYPE=local,dest=out', { type: 'local', dest: 'out', attrs: {} }],
  ['out/folder', { type: 'local', dest: 'out/folder', attrs: {} }],
  ['-', { type: 'tar', dest: '-', attrs: {} }],
])('reads %s', (text, expected) => {
  expect(parseOutput(text)).toEqual(expected);
});

test.each([
  ['type=zip,dest=x', 'option "--output" has no exporter "zip"'],
  ['dest=x,push=true', 'has no type'],
  ['type=oci', 'option "--output type=oci" needs a "dest"'],
  ['type=oci,dest=', 'option "--output type=oci" needs a "dest"'],
  ['type=image,dest=x', 'option "--output type=image" takes no "dest"'],
  ['type=local,dest=-', 'cannot write a folder to stdout'],
  ['type=oci,push', 'has a field without a value'],
  ['type=oci,=x', 'has a field without a value'],
  ['type=oci,"dest=x', 'has unbalanced quotes'],
])('rejects %s', (text, message) => {
  expect(() => parseOutput(text)).toThrow(message);
});
