import fc from 'fast-check';
import { image, type LocalOptions, local, type State, source } from '../../../lib/llb';
import { optionError, resultBody, resultCaps, resultHex, resultOp, sourceAttrs } from '../decoded';

const CAPS = ['source.local'];

test('is a source without platform, by its name', () => {
  const op = resultOp(local('context', { platform: { os: 'linux', architecture: 'arm' } }));
  expect(op.platform).toBeUndefined();
  expect(op.body).toMatchObject({ identifier: 'local://context', attrs: { 'local.unique': '' } });
  expect(resultCaps(local('context'))).toEqual(['source.local', 'source.local.unique']);
});

test.each<[string, LocalOptions, Record<string, string>, string[]]>([
  [
    'includePatterns',
    { includePatterns: ['a', '<b>&'] },
    { 'local.includepattern': '["a","\\u003cb\\u003e\\u0026"]' },
    ['source.local.includepatterns'],
  ],
  [
    'excludePatterns',
    { excludePatterns: ['!a', '"'] },
    { 'local.excludepatterns': '["!a","\\""]' },
    ['source.local.excludepatterns'],
  ],
  [
    'followPaths',
    { followPaths: ['l'] },
    { 'local.followpaths': '["l"]' },
    ['source.local.followpaths'],
  ],
  [
    'sharedKeyHint',
    { sharedKeyHint: 'h' },
    { 'local.sharedkeyhint': 'h' },
    ['source.local.sharedkeyhint'],
  ],
  ['differ', { differ: { type: 'metadata' } }, { 'local.differ': 'metadata' }, []],
  [
    'differ that is required',
    { differ: { type: 'none', required: true } },
    { 'local.differ': 'none' },
    ['source.local.differ'],
  ],
  [
    'metadataOnlyTransfer of all',
    { metadataOnlyTransfer: [] },
    { 'local.metadatatransfer': 'true' },
    ['source.local.metadatatransfer'],
  ],
  [
    'metadataOnlyTransfer but for some',
    { metadataOnlyTransfer: ['x', 'y'] },
    { 'local.metadatatransfer': 'true', 'local.metadatatransferexclude': '["x","y"]' },
    ['source.local.metadatatransfer'],
  ],
])('%s becomes an attribute and asks for its capability', (_name, options, attrs, caps) => {
  const state = local('x', { ...options, sessionId: 's' });
  expect(sourceAttrs(state)).toEqual({ 'local.session': 's', ...attrs });
  expect(resultCaps(state)).toEqual([...CAPS, 'source.local.sessionid', ...caps].sort());
});

test('empty lists and text leave no trace', () => {
  const options = {
    includePatterns: [],
    excludePatterns: [],
    followPaths: [],
    sharedKeyHint: '',
    sessionId: '',
    localUniqueId: '',
  };
  expect(resultHex(local('x', options))).toBe(resultHex(local('x')));
  expect(resultCaps(local('x', options))).toEqual(resultCaps(local('x')));
});

test('patterns are read back as they were given', () => {
  const list = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(list, list, (includePatterns, excludePatterns) => {
      const attrs = sourceAttrs(local('x', { includePatterns, excludePatterns }));
      expect(JSON.parse(attrs['local.includepattern'] ?? '')).toEqual(includePatterns);
      expect(JSON.parse(attrs['local.excludepatterns'] ?? '')).toEqual(excludePatterns);
    }),
  );
});

test('the order of patterns is part of the op', () => {
  const of = (...includePatterns: string[]): string => resultHex(local('x', { includePatterns }));
  expect(of('a', '!b')).not.toBe(of('!b', 'a'));
});

describe('what tells one transfer from another', () => {
  const unique = (state: State, localUniqueId?: string): string | undefined =>
    resultBody(state, 'source', localUniqueId === undefined ? {} : { localUniqueId }).attrs[
      'local.unique'
    ];

  test('is that of the marshalling, unless the source has its own', () => {
    expect(unique(local('x'))).toBe('');
    expect(unique(local('x'), 'm')).toBe('m');
    expect(unique(local('x', { localUniqueId: 'o' }), 'm')).toBe('o');
    expect(unique(local('x', { localUniqueId: '' }), 'm')).toBe('m');
  });

  test('is the session, where it is given', () => {
    const state = local('x', { sessionId: 's', localUniqueId: 'o' });
    expect(unique(state, 'm')).toBeUndefined();
    expect(resultCaps(state)).toEqual(['source.local', 'source.local.sessionid']);
  });

  test('is asked of local sources alone', () => {
    expect(unique(image('x', { localUniqueId: 'o' }), 'm')).toBeUndefined();
  });
});

describe('any source', () => {
  test('has the identifier, attributes and capabilities that it is given', () => {
    const state = source('x://y', { b: '1', a: '' }, ['c.d']);
    expect(resultBody(state, 'source')).toMatchObject({ identifier: 'x://y' });
    expect(sourceAttrs(state)).toEqual({ a: '', b: '1' });
    expect(resultCaps(state)).toEqual(['c.d']);
  });

  test.each([
    ['docker-image://a', true],
    ['oci-layout://a', true],
    ['docker-image+blob://a', false],
    ['oci-layout+blob://a', false],
    ['local://a', false],
    ['git://a', false],
    ['https://a', false],
  ])('%s has a platform: %j', (identifier, hasPlatform) => {
    expect(resultOp(source(identifier)).platform !== undefined).toBe(hasPlatform);
  });

  test('that is local has what tells transfers apart, whoever writes it', () => {
    expect(sourceAttrs(source('local://x'))).toEqual({ 'local.unique': '' });
    expect(sourceAttrs(source('local://x', { 'local.session': 's' }))).toEqual({
      'local.session': 's',
    });
    expect(resultHex(source('local://x', {}, ['source.local']))).toBe(resultHex(local('x')));
  });

  test('without identifier is refused', () => {
    expect(() => source('')).toThrow(
      optionError('source identifier', 'an empty string', 'a value'),
    );
  });

  test('the order of attributes makes no difference', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (attrs) => {
        const turned = Object.fromEntries(Object.entries(attrs).reverse());
        expect(resultHex(source('x://y', turned))).toBe(resultHex(source('x://y', attrs)));
      }),
    );
  });
});
