import { entrySection, GIT, type InputKind } from '../../../constructs';
import { LockAnswers } from '../../../constructs/core/lock-answers';
import { HTTP } from '../../../lib/inputs/http/kind';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';

const key = ({ name }: { name: string }) => name;
let reads = 0;
const OWN: InputKind<{ name: string }, { size: number }> = {
  name: 'acme/own',
  key,
  describe: key,
  readRequest: () => ({ name: '' }),
  section: entrySection({
    key,
    nouns: ['one', 'several'],
    read: (value, at, schema) => {
      reads += 1;
      return { size: schema.size(schema.object(value, at).size, `${at}.size`) };
    },
  }),
};

describe('answers of a lock', () => {
  test('are those of the kind that is asked, for the request that is made', () => {
    const url = 'https://example.org/a';
    const answers = new LockAnswers({
      sections: {
        git: { [`${url}#refs/tags/v1`]: { commit: 'c'.repeat(40) } },
        http: { [url]: { size: 1, sha256: 'a'.repeat(64) } },
      },
    });

    expect(answers.find(GIT, { url, ref: 'refs/tags/v1' })).toEqual({ commit: 'c'.repeat(40) });
    expect(answers.find(GIT, { url, ref: 'refs/tags/v2' })).toBeUndefined();
    expect(answers.find(HTTP, { url })).toEqual({ size: 1, sha256: 'a'.repeat(64) });
    expect(answers.find(HTTP, { url: `${url}b` })).toBeUndefined();
  });

  test('are none of an empty lock, of whatever kind', () => {
    const answers = new LockAnswers(EMPTY_LOCK);

    expect(answers.find(HTTP, { url: 'https://example.org/a' })).toBeUndefined();
    expect(answers.find(OWN, { name: 'a' })).toBeUndefined();
  });

  test.each(['constructor', 'toString', '__proto__'])('are none for the key "%s"', (name) => {
    const answers = new LockAnswers({ sections: { 'acme/own': {} } });

    expect(answers.find(OWN, { name })).toBeUndefined();
    expect(answers.find({ ...OWN, name }, { name: 'a' })).toBeUndefined();
  });

  test('of a kind of another package are read once, however often it is asked', () => {
    reads = 0;
    const answers = new LockAnswers({ sections: { 'acme/own': { a: { size: 1 } } } });

    expect([1, 2, 3].map(() => answers.find(OWN, { name: 'a' }))).toEqual([
      { size: 1 },
      { size: 1 },
      { size: 1 },
    ]);
    expect(reads).toBe(1);
  });

  test.each([
    ['a section that is none', [], 'acme/own'],
    ['an entry that is none', { a: 7 }, 'acme/own["a"]'],
    ['a member of another type', { a: { size: '1' } }, 'acme/own["a"].size'],
  ])('fail for %s, with the place in the lock', (_what, section, place) => {
    const answers = new LockAnswers({ sections: { 'acme/own': section } });

    expect(() => answers.find(OWN, { name: 'a' })).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: `synth.lock.json: ${place} has the wrong form`,
      }),
    );
  });
});
