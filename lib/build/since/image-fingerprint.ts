import { createHash, randomUUID } from 'node:crypto';
import type { Assembly } from '../../assembly/assembly-reader';
import { localNames } from '../../assembly/local-sources';
import type { ImageManifest, PlatformManifest } from '../../assembly/manifest';
import { Definition } from '../../llb/definition/definition';

/** What decides which image comes of a build, and how it is named: the same for the same image. */
export function imageFingerprint(image: ImageManifest, assembly: Assembly): string {
  const { isDated, name, platforms, publish, sourceDateEpoch } = image;
  return JSON.stringify({
    name,
    publish,
    sourceDateEpoch,
    isDated,
    platforms: platforms.map((one) => platformFingerprint(one, assembly)),
  });
}

function platformFingerprint(platform: PlatformManifest, assembly: Assembly): object {
  const { locals } = assembly.manifest;
  const { tests = [] } = platform;
  const names = [platform, ...tests].flatMap(
    (one) => one.locals ?? localNames(Definition.fromBytes(assembly.readDefinition(one))),
  );
  return {
    platform: platform.platform,
    digest: platform.digest,
    tests: tests.map(({ digest }) => digest),
    config: createHash('sha256').update(assembly.readConfig(platform)).digest('hex'),
    folders: names.map((name) => {
      const input = locals[name];
      if (input?.type !== 'directory') return input;
      // Of a folder that does not say what is in it nobody knows.
      return input.digest ?? randomUUID();
    }),
  };
}
