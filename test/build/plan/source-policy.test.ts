import { toSourcePolicy } from '../../../lib/build/plan/source-policy';
import { BuildError } from '../../../lib/errors';

const RULE = { action: 'DENY', selector: { identifier: 'docker-image://*' } };

test('a policy in the form of BuildKit is taken as it is', () => {
  const policy = {
    version: 1,
    rules: [
      RULE,
      {
        action: 'CONVERT',
        selector: {
          identifier: 'https://example.org/(.*)',
          match_type: 'REGEX',
          constraints: [{ key: 'http.checksum', value: '.+', condition: 'MATCHES' }],
        },
        updates: { identifier: 'https://mirror.example.org/$1', attrs: { 'http.uid': '1' } },
      },
    ],
  };

  expect(toSourcePolicy(policy, 'it')).toBe(policy);
});

// Each of these would be read by BuildKit as a rule without it.
test.each([
  [{ rule: [RULE] }, 'rule'],
  [{ rules: [{ ...RULE, action: 'deny' }] }, 'rules[0].action'],
  [{ rules: [{ ...RULE, action: 1 }] }, 'rules[0].action'],
  [{ rules: [{ action: 'DENY' }] }, 'rules[0].selector'],
  [{ rules: [{ ...RULE, selector: { identifier: 'a', matchtype: 'EXACT' } }] }, 'matchtype'],
  [{ rules: [{ ...RULE, update: {} }] }, 'update'],
  [{ version: 2, rules: [] }, 'version'],
  [[], 'the properties'],
])('rejects %j', (policy, place) => {
  let told: unknown;
  try {
    toSourcePolicy(policy, 'it');
  } catch (error) {
    told = error;
  }

  expect(BuildError.is(told) && told.code).toBe('E_SOURCE_POLICY');
  expect(String(told)).toContain(place);
});
