import { App, DebianBase } from '../../../constructs';

const checksOf = (suite: string) =>
  new DebianBase(new App(), 'debian', { suite, snapshot: '20261101T000000Z' }).check();

test.each(['bookworm', 'trixie', 'forky', 'sid', 'acme'])(
  'the suite %s may be built from',
  (suite) => {
    expect(checksOf(suite)).toEqual([]);
  },
);

test.each([
  ['stable', 'trixie'],
  ['oldstable', 'bookworm'],
  ['testing', 'forky'],
  ['unstable', 'sid'],
  ['experimental', 'sid'],
])('the alias %s is refused, with the code name %s', (suite, codeName) => {
  expect(checksOf(suite)).toMatchObject([
    {
      code: 'E_DEBIAN_SUITE_NAME',
      details: { got: `"${suite}"`, fix: `name the release: "${codeName}"` },
    },
  ]);
});

test.each(['trixie-updates', 'Trixie', ''])('%j is no code name', (suite) => {
  expect(checksOf(suite)).toMatchObject([{ code: 'E_DEBIAN_SUITE_NAME' }]);
});

test.each(['bullseye', 'buster'])('the release %s is refused, with those that work', (suite) => {
  expect(checksOf(suite)).toMatchObject([
    {
      code: 'E_DEBIAN_SUITE_OLD',
      details: {
        got: `"${suite}"`,
        expected: expect.stringContaining('"bookworm", "trixie" or later'),
        source: expect.objectContaining({ line: 4 }),
      },
    },
  ]);
});
