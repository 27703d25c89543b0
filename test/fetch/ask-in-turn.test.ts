import { BuildError } from '../../lib/errors';
import { askInTurn } from '../../lib/fetch/ask-in-turn';

const down = (server: string) => new BuildError('E_HTTP_UNREACHABLE', `${server} is down`, {});
const upFrom = (first: string) => async (server: string) => {
  if (server < first) throw down(server);
  return `of ${server}`;
};

describe('servers that are asked in turn', () => {
  test('give what the first has, and what those before it said', async () => {
    const { failures, found } = await askInTurn(['a', 'b', 'c'], upFrom('b'));

    expect(found).toEqual({ server: 'b', value: 'of b' });
    expect(failures.map(({ message }) => message)).toEqual(['a is down']);
  });

  test('are asked no further than a failure allows', async () => {
    const { failures, found } = await askInTurn(
      ['a', 'b', 'c'],
      upFrom('c'),
      (_, at) => at !== 'b',
    );

    expect(found).toBeUndefined();
    expect(failures).toHaveLength(2);
  });

  test('fail with what is no failure of theirs', async () => {
    const ask = () => Promise.reject(new BuildError('E_NPM_HASH', 'another archive', {}));

    await expect(askInTurn(['a', 'b'], ask)).rejects.toThrow('another archive');
  });
});
