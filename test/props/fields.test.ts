import {
  callable,
  checkProps,
  either,
  type Field,
  flag,
  instance,
  list,
  number,
  oneOf,
  optional,
  record,
  secret,
  shape,
  text,
  VARIABLE_NAME,
  wholeNumber,
} from '../../lib/props';

function problems(field: Field<unknown>, value: unknown) {
  return checkProps(shape({ x: field }), { x: value });
}

const fits = (field: Field<unknown>, value: unknown) => problems(field, value).length === 0;

describe('text', () => {
  it('takes any text where no pattern is given', () => {
    expect(fits(text(), '')).toBe(true);
    expect(fits(text(), Object('boxed'))).toBe(false);
  });

  it('says the same of a text each time, whatever the flags of the pattern', () => {
    const field = text({ pattern: /a/gy, expected: 'an a' });

    expect([fits(field, 'a'), fits(field, 'a'), fits(field, 'b'), fits(field, 'a')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('looks for no near miss of a text that is too long to be a name', () => {
    const field = text({ pattern: /^$/, expected: 'none', known: ['x'.repeat(101)] });

    expect(problems(field, 'x'.repeat(101))[0]).not.toHaveProperty('fix');
  });
});

describe('numbers', () => {
  it('have bounds that belong to them', () => {
    const port = wholeNumber({ min: 1, max: 65535 });

    expect([0, 1, 65535, 65536].map((value) => fits(port, value))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(port.expected).toBe('a whole number from 1 to 65535');
    expect(number({ min: 0 }).expected).toBe('a number, 0 or more');
    expect(number({ max: 0 }).expected).toBe('a number, 0 at most');
    expect(number().expected).toBe('a number');
  });

  it('are none where they are no number, infinite or not exact', () => {
    expect(
      [Number.NaN, Number.POSITIVE_INFINITY, '1', 1n].filter((it) => fits(number(), it)),
    ).toEqual([]);
    expect([2 ** 53, 0.5].filter((it) => fits(wholeNumber(), it))).toEqual([]);
    expect(fits(number(), 0.5)).toBe(true);
  });
});

describe('flag', () => {
  it('takes no text for a truth', () => {
    expect(fits(flag(), false)).toBe(true);
    expect(problems(flag(), 'false')).toEqual([
      expect.objectContaining({ got: '"false"', expected: 'true or false' }),
    ]);
  });
});

describe('oneOf', () => {
  it('proposes the nearest word', () => {
    expect(problems(oneOf('none', 'host'), 'hots')).toEqual([
      expect.objectContaining({
        got: '"hots"',
        expected: '"none" or "host"',
        fix: 'did you mean "host"?',
      }),
    ]);
  });
});

describe('list', () => {
  it('names what is there twice, and where it was', () => {
    expect(problems(list(text(), { unique: true }), ['a', 'b', 'a', 'a'])).toEqual([
      expect.objectContaining({ place: 'x[2]', message: 'property x[2] repeats x[0]', got: '"a"' }),
      expect.objectContaining({ place: 'x[3]', message: 'property x[3] repeats x[0]' }),
    ]);
    expect(fits(list(text()), ['a', 'a'])).toBe(true);
  });

  it('finds holes', () => {
    expect(problems(list(text()), new Array(1))).toEqual([
      expect.objectContaining({ place: 'x[0]', message: 'property x[0] is missing' }),
    ]);
  });

  it('proposes a list for a text that would be an entry, and for no other', () => {
    expect(problems(list(text()), 'a')[0]?.fix).toBe('put it in a list: ["a"]');
    expect(problems(list(wholeNumber()), 'a')[0]).not.toHaveProperty('fix');
    expect(problems(list(text()), new Set(['a']))[0]).toMatchObject({ got: 'a Set' });
  });
});

describe('record', () => {
  it('takes plain objects of any kind, and nothing else', () => {
    const field = record(VARIABLE_NAME, text());

    expect(fits(field, Object.assign(Object.create(null), { A: 'x' }))).toBe(true);
    expect(problems(field, new Map([['A', 'x']]))).toEqual([
      expect.objectContaining({ place: 'x', got: 'a Map' }),
    ]);
    expect(fits(field, ['A'])).toBe(false);
  });

  it('tells of a name and of its value apart', () => {
    expect(problems(record(VARIABLE_NAME, text()), { '1A': undefined })).toEqual([
      expect.objectContaining({ place: 'x["1A"]', message: 'the name "1A" in x does not fit' }),
      expect.objectContaining({ place: 'x["1A"]', message: 'property x["1A"] is missing' }),
    ]);
  });
});

describe('instance', () => {
  class Thing {
    readonly brand = true;
  }
  const field = instance('a thing', (value): value is Thing => 'brand' in value);

  it('goes by the brand, so one of another copy will do', () => {
    expect(fits(field, new Thing())).toBe(true);
    expect(fits(field, { brand: true })).toBe(true);
  });

  it('is none of anything else', () => {
    expect(problems(field, Thing)).toEqual([expect.objectContaining({ got: 'a class' })]);
    expect([1, 'brand', null, undefined, {}].filter((value) => fits(field, value))).toEqual([]);
  });

  it('takes a brand that throws for none', () => {
    const brittle = instance('a thing', (value): value is Thing => {
      throw new Error(typeof value);
    });

    expect(problems(brittle, {})).toEqual([expect.objectContaining({ got: 'an empty object' })]);
  });
});

describe('either', () => {
  const commands = list(list(text(), { min: 1 }), { min: 1 });
  const run = either(commands, callable('a function (context) => commands'));

  it('takes each of its fields', () => {
    expect(fits(run, [['make']])).toBe(true);
    expect(fits(run, () => [])).toBe(true);
  });

  it('tells what is wrong within the field that was meant', () => {
    expect(problems(run, [['make'], []])).toEqual([
      expect.objectContaining({ place: 'x[1]', got: 'an empty list' }),
    ]);
  });

  it('names all of them where none was meant', () => {
    expect(problems(run, 7)).toEqual([
      expect.objectContaining({
        place: 'x',
        expected: `${commands.expected}, or a function (context) => commands`,
      }),
    ]);
  });

  it('takes the shape with the fewest mistakes for the one that was meant', () => {
    const release = shape({ url: text(), tag: text() });
    const commit = shape({ url: text(), commit: text() });
    const given = { url: 'x', commit: 7 };

    for (const source of [either(release, commit), either(commit, release)]) {
      expect(problems(source, given)).toEqual([expect.objectContaining({ place: 'x.commit' })]);
    }
  });
});

describe('secret', () => {
  const password = text({ pattern: /^.{20,}$/, expected: '20 characters', known: ['hunter22'] });
  const login = shape({ user: text(), password: secret(password) });

  it.each<[string, Field<unknown>, unknown]>([
    ['itself', secret(password), 'hunter2'],
    ['a text that stands for its list', list(secret(password)), 'hunter2'],
    ['a text that stands for its record', record(text(), secret(password)), 'hunter2'],
    ['a text that stands for its shape', login, 'hunter2'],
    ['its property', login, { user: 'me', password: 'hunter2' }],
    ['a name that is misspelt', login, { user: 'me', passwort: 'hunter2' }],
    ['what is there twice', list(secret(text()), { unique: true }), ['hunter2', 'hunter2']],
    ['one of several fields', either(flag(), secret(password)), 'hunter2'],
    ['an optional part of a shape', shape({ a: optional(login) }), { a: 'hunter2' }],
  ])('is not shown: %s', (_, field, value) => {
    const found = problems(field, value);

    expect(found).not.toEqual([]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('is still told to be missing', () => {
    expect(problems(secret(password), undefined)[0]?.got).toBe('nothing');
  });

  it('keeps what is beside it in sight', () => {
    expect(problems(login, { user: 7, password: 'x'.repeat(20) })[0]?.got).toBe('the number 7');
  });
});
