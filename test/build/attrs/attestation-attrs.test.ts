import {
  attestationAttrs,
  attestationProblems,
  hasAttestations,
} from '../../../lib/build/attrs/attestation-attrs';

test.each([
  [{}, {}],
  [{ provenance: false, sbom: false }, {}],
  [{ provenance: true }, { 'attest:provenance': '' }],
  [
    { provenance: { mode: 'min', reproducible: true, 'builder-id': 'https://a,"b"' } },
    { 'attest:provenance': 'mode=min,reproducible=true,"builder-id=https://a,""b"""' },
  ],
  [{ sbom: { generator: 'r.example/scan:1' } }, { 'attest:sbom': 'generator=r.example/scan:1' }],
  [{ sbom: true, provenance: {} }, { 'attest:provenance': '' }],
] as const)('%j is %j', (attestations, expected) => {
  expect(attestationAttrs(attestations)).toEqual(expected);
  expect(hasAttestations(attestations)).toBe(Object.keys(expected).length > 0);
  expect(attestationProblems(attestations)).toEqual([]);
});

test('what BuildKit does not know is told', () => {
  const attestations = { provenance: { moed: 'max', mode: 'some' }, sbom: { scanner: 'x' } };

  expect(attestationProblems(attestations as object)).toMatchObject([
    { name: 'provenance', message: 'has no attribute "moed"', fix: 'did you mean "mode"?' },
    { name: 'provenance', expected: 'min, max' },
    { name: 'sbom', expected: 'one of generator' },
  ]);
});
