import {
  ABSOLUTE_PATH,
  callable,
  checkProps,
  either,
  extend,
  flag,
  instance,
  list,
  number,
  oneOf,
  optional,
  PORT,
  propError,
  record,
  SIGNAL,
  shape,
  text,
  VARIABLE_NAME,
  wholeNumber,
} from '../../lib/props';

class Runtime {
  readonly isRuntime = true;
}

const IMAGE = shape({ platforms: list(text(), { min: 1, unique: true }) });

const RUNTIME_IMAGE = extend(IMAGE, {
  base: instance('a runtime', (value): value is Runtime => 'isRuntime' in value),
  entrypoint: list(text(), { min: 1 }),
  stopSignal: optional(SIGNAL),
  ports: optional(list(PORT, { unique: true })),
  writable: optional(list(ABSOLUTE_PATH)),
  env: optional(record(VARIABLE_NAME, text())),
  network: optional(oneOf('none', 'host')),
  healthcheck: optional(
    shape({
      command: list(text(), { min: 1 }),
      intervalSeconds: optional(number({ min: 0 })),
      retries: optional(wholeNumber({ min: 1 })),
    }),
  ),
  check: optional(flag()),
  run: optional(either(list(list(text())), callable('a function (context) => commands'))),
});

const VALID = { base: new Runtime(), entrypoint: ['/boot/bin/hello'], platforms: ['linux/amd64'] };

const check = (props: unknown) => checkProps(RUNTIME_IMAGE, props);

describe('checkProps', () => {
  it('finds nothing in properties that fit', () => {
    expect(check(VALID)).toEqual([]);
    expect(
      check({
        ...VALID,
        stopSignal: 'SIGRTMIN+3',
        ports: ['8080/tcp', '53/udp'],
        writable: ['/var/lib/app'],
        env: { LOG_LEVEL: '' },
        network: 'none',
        healthcheck: { command: ['/boot/bin/hello', 'check'], intervalSeconds: 0.5, retries: 3 },
        check: false,
        run: () => [],
      }),
    ).toEqual([]);
  });

  it('takes undefined for a property that may be left out', () => {
    expect(check({ ...VALID, ports: undefined, healthcheck: undefined })).toEqual([]);
  });

  it('proposes the property that a misspelt one was meant to be', () => {
    expect(check({ ...VALID, healthchek: { command: ['/x'] } })).toEqual([
      {
        place: 'healthchek',
        message: 'unknown property "healthchek"',
        got: '"healthchek"',
        expected: expect.stringMatching(/^one of platforms, base, entrypoint, stopSignal, /),
        fix: 'did you mean "healthcheck"?',
      },
    ]);
  });

  it('tells of an unknown property also where it is undefined, or hidden by none', () => {
    expect(check({ ...VALID, colour: undefined })).toEqual([
      expect.objectContaining({ message: 'unknown property "colour"' }),
    ]);
    expect(check({ ...VALID, constructor: 1, toString: 2 })).toHaveLength(2);
    expect(check(JSON.parse('{"__proto__": 1}'))).toContainEqual(
      expect.objectContaining({ place: '__proto__' }),
    );
  });

  it('proposes none that is given too, and none twice', () => {
    const healthcheck = { command: ['/x'] };
    const both = check({ ...VALID, healthcheck, healthchek: healthcheck });
    const twice = check({ ...VALID, healthchek: healthcheck, healtcheck: healthcheck });

    expect(both).toEqual([expect.not.objectContaining({ fix: expect.anything() })]);
    expect(twice.filter(({ fix }) => fix !== undefined)).toHaveLength(1);
  });

  it('tells a required property that is misspelt once', () => {
    const { entrypoint, ...others } = VALID;

    expect(check({ ...others, entryPoint: entrypoint })).toEqual([
      expect.objectContaining({ place: 'entryPoint', fix: 'did you mean "entrypoint"?' }),
    ]);
  });

  it('tells what is missing', () => {
    expect(check({ base: VALID.base, entrypoint: ['/x'] })).toEqual([
      {
        place: 'platforms',
        message: 'property platforms is missing',
        got: 'nothing',
        expected: 'a list of 1 or more, each a text',
      },
    ]);
  });

  it('tells all at once, each with its place', () => {
    const problems = check({
      platforms: [],
      base: {},
      entrypoint: '/x',
      stopSignal: 'SIGTREM',
      ports: ['8080/tcp', '99999/tcp', 8080],
      env: { 'A B': 'x', PORT: 80 },
      healthcheck: { command: ['/x'], intervalSeconds: -1, retrys: 1 },
      run: [['make'], ['make', 7]],
    });

    expect(problems.map(({ place, got, fix }) => [place, got, fix])).toEqual([
      ['platforms', 'an empty list', undefined],
      ['base', 'an empty object', undefined],
      ['entrypoint', '"/x"', 'put it in a list: ["/x"]'],
      ['stopSignal', '"SIGTREM"', 'did you mean "SIGTERM"?'],
      ['ports[1]', '"99999/tcp"', undefined],
      ['ports[2]', 'the number 8080', undefined],
      ['env["A B"]', '"A B"', undefined],
      ['env.PORT', 'the number 80', undefined],
      ['healthcheck.retrys', '"retrys"', 'did you mean "retries"?'],
      ['healthcheck.intervalSeconds', 'the number -1', undefined],
      ['run[1][1]', 'the number 7', undefined],
    ]);
  });

  it.each([undefined, null, 'text', 7, [], () => VALID, new Map(), new Date(0)])(
    'says of %p that it holds no properties',
    (props) => {
      expect(check(props)).toEqual([
        expect.objectContaining({
          place: '',
          message: `the properties ${props === undefined ? 'are missing' : 'do not fit'}`,
          expected: expect.stringMatching(/^an object with "platforms", "base", /),
        }),
      ]);
    },
  );

  it('takes an object of a class that has the properties', () => {
    class Props {
      readonly base = new Runtime();
      readonly platforms = ['linux/amd64'];
      get entrypoint() {
        return ['/x'];
      }
    }

    expect(check(new Props())).toEqual([]);
  });

  it('stops after twenty mistakes of one list, record or object', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `${at}`);

    expect(check({ ...VALID, ports: many })).toHaveLength(20);
    expect(check({ ...VALID, ports: new Array(2 ** 32 - 1) })).toHaveLength(20);
    expect(check({ ...VALID, env: Object.fromEntries(many.map((at) => [at, ''])) })).toHaveLength(
      20,
    );
    expect(check({ ...VALID, ...Object.fromEntries(many.map((at) => [at, 1])) })).toHaveLength(20);
  });
});

describe('values that bite', () => {
  const thrower = {
    get intervalSeconds() {
      throw new Error('no');
    },
    command: ['/x'],
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const cycle: Record<string, unknown> = {};
  cycle.healthcheck = cycle;

  it('are told as unreadable, at their place, beside the others', () => {
    expect(check({ ...VALID, healthcheck: thrower, ports: ['x'] })).toEqual([
      expect.objectContaining({ place: 'ports[0]' }),
      expect.objectContaining({
        place: 'healthcheck.intervalSeconds',
        message: 'property healthcheck.intervalSeconds does not fit',
        got: 'a value that cannot be read',
        expected: 'a number, 0 or more',
      }),
    ]);
  });

  it.each(Object.keys(RUNTIME_IMAGE.fields))('throw nothing as %s', (name) => {
    for (const value of [revoked, [revoked], { a: revoked }, Symbol('x'), 7n, cycle, Number.NaN]) {
      const places = check({ ...VALID, [name]: value }).map(({ place }) => place);

      expect(places.filter((place) => !place.startsWith(name))).toEqual([]);
    }
  });

  it('throw nothing in place of all properties', () => {
    expect(check(revoked)).toEqual([expect.objectContaining({ place: '' })]);
    expect(check(cycle).length).toBeGreaterThan(3);
  });

  it('have names that stay short and on one line', () => {
    const [problem] = check({ ...VALID, [`${'x'.repeat(99_999)}\n`]: 1 });
    const [line] = check({ ...VALID, env: { 'a\nb\u202e': 'x' } });

    expect(problem?.message.length).toBeLessThan(100);
    expect(problem?.place.length).toBeLessThan(60);
    expect(line?.place).toBe('env["a\\nb\\u202e"]');
  });
});

describe('propError', () => {
  it('is an E_PROPERTY with all that the problem says, and the construct', () => {
    const [problem] = check({ ...VALID, netwrok: 'none' });
    if (problem === undefined) throw new Error('no problem was found');
    const source = { file: 'app.ts', line: 3, column: 1 };
    const error = propError(problem, { constructPath: 'hello', source });

    expect(error.code).toBe('E_PROPERTY');
    expect(error.message).toBe('unknown property "netwrok"');
    expect(error.details).toMatchObject({
      constructPath: 'hello',
      source,
      got: '"netwrok"',
      fix: 'did you mean "network"?',
    });
  });
});
