import { goLineOf, parseGoMod } from '../../lib/go';
import { codesOf } from '../support/lowered';

const TEXT = `// Deprecated: no
module "example.org/app" // the app

go 1.24.1
toolchain go1.25.0

require rsc.io/quote v1.5.2 // indirect
require (
	golang.org/x/text v0.3.0
	rsc.io/sampler v1.3.0 // indirect
)

replace (
	rsc.io/sampler => ./sampler
	rsc.io/quote v1.5.2 => rsc.io/quote v1.5.1
)
replace example.org/api => ../api
exclude rsc.io/quote v1.5.0
tool golang.org/x/tools/cmd/stringer
`;

describe('go.mod', () => {
  test('says what a build needs', () => {
    expect(parseGoMod(TEXT, 'go.mod')).toEqual({
      module: 'example.org/app',
      go: '1.24.1',
      requires: 3,
      folders: ['./sampler', '../api'],
    });
  });

  test('may have no line "go"', () => {
    expect(parseGoMod('module example.org/old\r\n', 'go.mod')).toEqual({
      module: 'example.org/old',
      requires: 0,
      folders: [],
    });
  });

  test('fails where it is none', () => {
    expect(codesOf(() => parseGoMod('', 'go.mod'))).toEqual(['E_GO_MOD']);
    expect(codesOf(() => parseGoMod('module (\n)\n', 'go.mod'))).toEqual(['E_GO_MOD']);
    expect(codesOf(() => parseGoMod('module a.b/c\ngo one\n', 'go.mod'))).toEqual(['E_GO_MOD']);
  });

  test('of any module tells its line "go", whatever else is in it', () => {
    expect(goLineOf(TEXT)).toBe('1.24.1');
    expect(goLineOf('\0 nonsense ( " `')).toBeUndefined();
    expect(goLineOf('go nonsense')).toBeUndefined();
  });
});
