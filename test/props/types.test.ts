import {
  callable,
  either,
  extend,
  type Field,
  flag,
  instance,
  list,
  number,
  oneOf,
  optional,
  type PropsOf,
  record,
  secret,
  shape,
  text,
} from '../../lib/props';

class Runtime {
  readonly name: string = 'runtime';
}

const HEALTHCHECK_PROPS = shape({ retries: optional(number()) });
interface HealthcheckProps extends PropsOf<typeof HEALTHCHECK_PROPS> {}

const IMAGE_PROPS = shape({ platforms: list(text()), labels: optional(record(text(), text())) });
interface ImageProps extends PropsOf<typeof IMAGE_PROPS> {}

const RUNTIME_PROPS = extend(IMAGE_PROPS, {
  base: instance('a runtime', (value): value is Runtime => 'name' in value),
  debug: optional(flag()),
  network: optional(oneOf('none', 'host')),
  healthcheck: optional<HealthcheckProps>(HEALTHCHECK_PROPS),
  token: optional(secret(text())),
  run: either(list(list(text())), callable<(context: Runtime) => readonly string[]>('a function')),
});
interface RuntimeProps extends ImageProps, PropsOf<typeof RUNTIME_PROPS> {}

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(is: Same<A, B>): boolean => is;

const VALID: RuntimeProps = { base: new Runtime(), platforms: [], run: [] };

// The compiler checks the lines below: one that it would let pass is an error of its own.
describe('the type of a shape', () => {
  it('has each property with its type, readonly', () => {
    const { base, healthcheck, network, platforms, run } = VALID;

    expect([
      same<typeof platforms, readonly string[]>(true),
      same<RuntimeProps['labels'], Readonly<Record<string, string>> | undefined>(true),
      same<typeof base, Runtime>(true),
      same<typeof network, 'none' | 'host' | undefined>(true),
      same<typeof healthcheck, HealthcheckProps | undefined>(true),
      same<RuntimeProps['token'], string | undefined>(true),
      same<typeof run, readonly (readonly string[])[] | ((context: Runtime) => readonly string[])>(
        true,
      ),
    ]).not.toContain(false);
    // @ts-expect-error a property cannot be set
    const set = () => (VALID.platforms = []);
    // @ts-expect-error nor can an entry
    const push = () => VALID.platforms.push('linux/amd64');
    expect([set, push]).toHaveLength(2);
  });

  it('lets optional properties be left out or undefined, and no others', () => {
    const isDebug = VALID.debug === true;
    const given: readonly RuntimeProps[] = [
      { ...VALID, network: isDebug ? 'host' : undefined, healthcheck: { retries: undefined } },
      // @ts-expect-error platforms is required
      { base: VALID.base, run: [] },
      // @ts-expect-error a required property is never undefined
      { ...VALID, platforms: undefined },
    ];

    expect(given).toHaveLength(3);
  });

  it('refuses unknown names and wrong values, nested ones too', () => {
    const given: readonly RuntimeProps[] = [
      // @ts-expect-error unknown
      { ...VALID, healthchek: {} },
      // @ts-expect-error unknown, further in
      { ...VALID, healthcheck: { retry: 1 } },
      // @ts-expect-error a text is no list
      { ...VALID, platforms: 'linux/amd64' },
      // @ts-expect-error none of the words
      { ...VALID, network: 'bridge' },
      // @ts-expect-error a number as a value of a record
      { ...VALID, labels: { a: 1 } },
    ];

    expect(given).toHaveLength(5);
  });

  it('gives the argument of a function its type', () => {
    const props: RuntimeProps = { ...VALID, run: ({ name }) => [name.trim()] };

    expect(props.run).toBeInstanceOf(Function);
  });

  it('keeps what is optional to shapes', () => {
    // @ts-expect-error an entry of a list cannot be left out
    const entry = () => list(optional(text()));
    // @ts-expect-error a record has numbers for keys under no name
    const key = () => record(number(), text());
    // @ts-expect-error a field of texts is none of numbers
    const field: Field<number> = text();
    // @ts-expect-error the interface and its shape differ
    const nested = () => optional<HealthcheckProps>(shape({ retries: text() }));

    expect([entry, key, field, nested]).toHaveLength(4);
  });
});
