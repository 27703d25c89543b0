import { fakeHash, fakeNumber } from '../fake-hash';
import type { InputKind } from '../kind';
import { type ImageRequest, readRequest } from './request';
import { IMAGE_SECTION, type ImageSection, type LockedImage } from './section';

const key = ({ platform, reference }: ImageRequest): string => `${reference} ${platform}`;

/**
 * Images of registries by their reference, for one platform; the lock keeps the digest of the index,
 * and of each platform the digest of the manifest and what the config says.
 */
export const IMAGE: InputKind<ImageRequest, LockedImage, ImageSection> = {
  name: 'image',
  key,
  describe: ({ platform, reference }) => `the image ${reference} for ${platform}`,
  readRequest,
  fake: (request) => ({
    digest: request.reference.match(/sha256:[0-9a-f]{64}$/)?.[0] ?? fakeDigest(request.reference),
    manifest: fakeDigest(key(request)),
    layers: 1 + fakeNumber(request.reference, 5),
    created: 1_700_000_000,
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['/bin/sh'],
    },
  }),
  section: IMAGE_SECTION,
};

function fakeDigest(text: string): string {
  return `sha256:${fakeHash(text)}`;
}
