import { changesText, shownChange } from '../../../lib/cli/purity/change-text';

const change = (before: string | undefined, after: string | undefined) => ({
  of: 'exec',
  field: 'meta.args[0]',
  before,
  after,
});

test('shows a field with both of its values', () => {
  expect(changesText([shownChange(change('1', undefined), false, {})])).toBe(
    'exec meta.args[0]: "1" here, nothing elsewhere',
  );
});

test('shows a long value where it differs', () => {
  const lead = 'x'.repeat(100);

  expect(shownChange(change(`${lead}1${lead}`, `${lead}2${lead}`), false, {})).toEqual({
    field: 'exec meta.args[0]',
    here: `…${'x'.repeat(20)}1${'x'.repeat(39)}…`,
    elsewhere: `…${'x'.repeat(20)}2${'x'.repeat(39)}…`,
  });
});

test('counts the fields after the third', () => {
  const changes = Array.from({ length: 5 }, () => shownChange(change('1', '2'), true, {}));

  expect(changesText(changes)).toBe(
    'exec meta.args[0]; exec meta.args[0]; exec meta.args[0]; and 2 more',
  );
});

test.each([
  [{ API_TOKEN: 'abc' }, 'an $API_TOKEN'],
  [{ WORD: 'abc' }, 'an abc'],
  [{ LONG: 'an abc' }, '$LONG'],
  [{ PART_KEY: 'abc', LONG: 'an abc' }, '$LONG'],
  [{ EMPTY_TOKEN: '' }, 'an abc'],
])('hides values of the environment %j', (env, shown) => {
  expect(shownChange(change('an abc', 'x'), false, env).here).toBe(shown);
});
