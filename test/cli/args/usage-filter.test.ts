import { readUsageFilter } from '../../../lib/cli/args/usage-filter';
import { BuildError } from '../../../lib/errors';

test.each([
  [[], []],
  [['inuse'], ['inuse']],
  [['type=regular'], ['type=="regular"']],
  [['type!=regular', 'private'], ['type!="regular",private']],
  [['description~=^copy .*'], ['description~="^copy .*"']],
  [['description=a=b,"c"'], ['description=="a=b,\\"c\\""']],
  [['id=abc'], ['id~="abc"']],
  [['ID!=abc'], ['id!="abc"']],
])('%j are %j', (values, filters) => {
  expect(readUsageFilter(values)).toEqual({ filters, unusedForMs: undefined });
});

test.each(['until', 'unused-for'])('%s is an age, and no filter', (key) => {
  expect(readUsageFilter(['shared', `${key}=2h`])).toEqual({
    filters: ['shared'],
    unusedForMs: 7_200_000,
  });
});

test.each([
  [['typ=regular'], 'did you mean "type"?'],
  [['size=3'], 'does not know the field "size"'],
  [['type=exec.cachemounts'], 'did you mean "exec.cachemount"?'],
  [['type'], '"type" needs a value'],
  [['inuse=true'], '"inuse" has no value'],
  [['until=soon'], 'is no duration'],
  [['until=1h', 'unused-for=2h'], 'several ages'],
])('rejects %j', (values, told) => {
  const read = () => readUsageFilter(values);

  expect(read).toThrow(BuildError);
  try {
    read();
  } catch (error) {
    const { code, details, message } = error as BuildError;
    expect({ code, text: `${message} ${details.fix}` }).toEqual({
      code: 'E_USAGE',
      text: expect.stringContaining(told),
    });
  }
});
