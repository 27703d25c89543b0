import { helloApp } from '../../support/hello-app';

jest.mock('../../../lib/client', () => {
  throw new Error('the client was loaded');
});

test('the client is loaded by what builds, and by nothing else', async () => {
  const { Annotations, Testing } = await import('../../../constructs/testing');

  const app = helloApp();
  Testing.synth(app).image('hello').platform('linux/amd64').execCountIs(9);
  Annotations.fromApp(app).hasNoError();

  const built = import('../../../constructs/testing/build/build-image');
  await expect(built).rejects.toThrow('the client was loaded');
});
