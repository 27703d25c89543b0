import fc from 'fast-check';
import { parseCachePlaces } from '../../lib/environment';
import { BuildError } from '../../lib/errors';

const parse = (text: string, env: Readonly<Record<string, string>> = {}) =>
  parseCachePlaces(text, {
    by: 'option "--cache-to"',
    folder: '/work',
    env,
    fail: (message, details) => new BuildError('E_USAGE', message, details),
  }).map(({ attrs, type }) => ({ type, ...attrs }));

test.each<[string, object[]]>([
  ['r.example/cache', [{ type: 'registry', ref: 'r.example/cache' }]],
  [
    'r.example/a:1,r.example/b:2',
    [
      { type: 'registry', ref: 'r.example/a:1' },
      { type: 'registry', ref: 'r.example/b:2' },
    ],
  ],
  ['type=registry,ref=x,mode=max', [{ type: 'registry', ref: 'x', mode: 'max' }]],
  ['type=local,dest=cache,src=/abs', [{ type: 'local', dest: '/work/cache', src: '/abs' }]],
  ['Type=inline', [{ type: 'inline' }]],
  ['type=s3,"prefix=a,b/",bucket=x', [{ type: 's3', prefix: 'a,b/', bucket: 'x' }]],
])('reads %s', (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test.each([
  ['ref=x', 'has no type'],
  ['type=registry,ref', 'has a field without a value'],
  ['type=s3,=x', 'has a field without a value'],
  ['type=s3,"bucket', 'has unbalanced quotes'],
])('rejects %s', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});

test('what is put together is read again', () => {
  const value = fc.string({ unit: fc.constantFrom(...'ab/.-_=,": é'), maxLength: 12 });
  const attrs = fc.dictionary(fc.constantFrom('ref', 'mode', 'prefix'), value);
  fc.assert(
    fc.property(attrs, (given) => {
      const text = Object.entries({ type: 'azblob', ...given })
        .map(([k, v]) => `"${`${k}=${v}`.replaceAll('"', '""')}"`)
        .join(',');

      expect(parse(text)).toEqual([{ type: 'azblob', ...given }]);
    }),
  );
});

describe('variables', () => {
  const github = { ACTIONS_RUNTIME_TOKEN: 't', ACTIONS_RESULTS_URL: 'https://results.example' };
  const aws = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_SESSION_TOKEN: 's',
    AWS_REGION: 'r',
  };

  test('of the runner are those of its cache', () => {
    expect(parse('type=gha', { ...github, ACTIONS_CACHE_SERVICE_V2: 'true' })).toEqual([
      {
        type: 'gha',
        token: 't',
        url: github.ACTIONS_RESULTS_URL,
        url_v2: github.ACTIONS_RESULTS_URL,
      },
    ]);
    expect(parse('type=gha,url=u,token=own', { ...github, ACTIONS_CACHE_URL: 'x' })).toEqual([
      { type: 'gha', token: 'own', url: 'u' },
    ]);
    expect(parse('type=gha')).toEqual([{ type: 'gha' }]);
  });

  test('of AWS are those of a bucket, unless it has its own', () => {
    expect(parse('type=s3,bucket=b,region=own', aws)).toEqual([
      {
        type: 's3',
        bucket: 'b',
        region: 'own',
        access_key_id: 'id',
        secret_access_key: 'key',
        session_token: 's',
      },
    ]);
    const own = 'type=s3,bucket=b,access_key_id=a,secret_access_key=b';
    expect(Object.keys(parse(own, aws)[0] ?? {}).sort()).toEqual([
      'access_key_id',
      'bucket',
      'secret_access_key',
      'type',
    ]);
    expect(parse('x', aws)).toEqual([{ type: 'registry', ref: 'x' }]);
  });
});
