import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../../lib/client/transport/address';
import { BuildError } from '../../../lib/errors';

/** The address, or the error's code; fails for an error that is not the library's. */
function outcome(text: string): ReturnType<typeof parseAddress> | string {
  try {
    return parseAddress(text);
  } catch (error) {
    if (!BuildError.is(error)) throw error;
    return error.code;
  }
}

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
  fc.ipV4(),
  fc.ipV6().map((ip) => new URL(`http://[${ip}]`).hostname.slice(1, -1)),
);

test('the address of a host and a port comes back as it was', () => {
  fc.assert(
    fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
      const address = { kind: 'tcp', host: name, port } as const;

      expect(parseAddress(formatAddress(address))).toEqual(address);
    }),
  );
});

test('the path of a socket comes back as it was, whatever it is', () => {
  const path = fc
    .string({ unit: 'binary', maxLength: 20 })
    .filter((text) => !/[\n\r\u2028\u2029]/.test(text));
  fc.assert(
    fc.property(path, (name) => {
      const address = { kind: 'unix', path: `/${name}` } as const;

      expect(parseAddress(formatAddress(address))).toEqual(address);
    }),
  );
});

const SCHEMES = [
  'unix',
  'tcp',
  'ssh',
  'docker-container',
  'podman-container',
  'nerdctl-container',
  'kube-pod',
  'npipe',
];

test('any text is an address or a clear error', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      '@',
      ':',
      '/',
      '?',
      '#',
      '%',
      '%zz',
      '%00',
      '..',
      '[',
      ']',
      '-x',
      'a',
      '0',
      '=',
    ),
  );
  const text = fc
    .tuple(fc.constantFrom(...SCHEMES), fc.array(part, { maxLength: 8 }))
    .map(([scheme, parts]) => `${scheme}://${parts.join('')}`);
  fc.assert(
    fc.property(text, (address) => {
      const seen = outcome(address);
      if (typeof seen === 'string') expect(seen).toBe('E_DAEMON_ADDRESS');
      else expect(typeof formatAddress(seen)).toBe('string');
    }),
    { numRuns: 2000 },
  );
});

describe('no address makes a program do what nobody asked for', () => {
  const odd = fc.constantFrom(
    ...' ;|&$()<>`\'"\\*!{}~-=%@:,./aZ0\n\t\0',
    '$(id)',
    '`id`',
    '&&',
    '%00',
    '%20',
  );
  const text = fc.array(odd, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));

  test('the shell of a host reached by ssh gets words, and nothing that means more', () => {
    fc.assert(
      fc.property(text, text, (path, user) => {
        for (const address of [
          `ssh://host/run/${path}`,
          `ssh://${encodeURIComponent(user)}@host`,
        ]) {
          const seen = outcome(address);
          if (typeof seen === 'string' || seen.kind !== 'command') continue;
          const remote = seen.args.slice(seen.args.indexOf('host') + 1);
          expect(remote.filter((word) => !/^[\w./@%+:,=-]+$/.test(word))).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    'ssh://host/run/$(id)',
    'ssh://host/a;id',
    'ssh://host/a&id',
    "ssh://host/a'b",
    'ssh://host/a|b',
  ])('%s is refused', (address) => {
    expect(outcome(address)).toBe('E_DAEMON_ADDRESS');
  });

  test.each([
    'ssh://host',
    'ssh://me@host/run/buildkit/buildkitd.sock',
    'ssh://host/run/user/1000/a_b-c.d+e@f.sock',
  ])('%s is not', (address) => {
    expect(outcome(address)).toMatchObject({ kind: 'command', program: 'ssh' });
  });

  test('an argument never begins an option that the address did not name', () => {
    const schemes = SCHEMES.filter(
      (scheme) => scheme.endsWith('container') || scheme === 'kube-pod',
    );
    fc.assert(
      fc.property(fc.constantFrom(...schemes), text, text, (scheme, name, value) => {
        const seen = outcome(`${scheme}://${name}?context=${encodeURIComponent(value)}`);
        if (typeof seen === 'string' || seen.kind !== 'command') return;

        const known = /^(-i|--|--(context|namespace|container)=.*)$/s;
        expect(seen.args.filter((word) => word.startsWith('-') && !known.test(word))).toEqual([]);
        expect(seen.args.join('')).not.toContain('\0');
      }),
      { numRuns: 1000 },
    );
  });
});

test.each(['tcp://host:0', 'tcp://host:65536', 'tcp://host:-1', 'tcp://host:x', 'ssh://host:0'])(
  '%s names no port',
  (address) => {
    expect(outcome(address)).toBe('E_DAEMON_ADDRESS');
  },
);

test.each(['ssh://%zz@host', 'ssh://%00@host', 'ssh://%E0%A4@host', 'kube-pod://a?context=%00'])(
  '%s cannot be an argument, and is a clear error',
  (address) => {
    expect(outcome(address)).toBe('E_DAEMON_ADDRESS');
  },
);
