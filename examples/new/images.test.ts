import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { Testing } from 'buildkit-cdk/testing';
import { addImages } from './images.ts';

const app = Testing.app();
addImages(app);
const images = Testing.synth(app);

for (const platform of ['linux/amd64', 'linux/arm64']) {
  const hello = images.image('hello').platform(platform);

  test(`hello for ${platform} runs its program, as a user of its own`, () => {
    hello.hasConfig({ Entrypoint: ['/usr/bin/hello'], User: '65532:65532' });
  });

  test(`hello for ${platform} holds no more than the C library`, () => {
    deepEqual(Object.keys(hello.packages()), ['base-files', 'gcc-14-base', 'libc6', 'libgcc-s1']);
  });
}
