import { type App, BuildStage, DebianBase, LocalFiles, RuntimeImage } from 'buildkit-cdk';

/** All images of this repository. */
export function addImages(app: App): void {
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '{{snapshot}}' });

  const source = new LocalFiles(app, 'source', { path: 'hello' });
  const build = new BuildStage(app, 'build', {
    base: debian.minbase(),
    cross: 'c',
    mounts: { '/src': source },
    run: ({ target }) => [
      ['mkdir', '-p', '/out/usr/bin'],
      [`${target.gnu}-gcc`, '-O2', '-o', '/out/usr/bin/hello', '/src/hello.c'],
    ],
  });

  new RuntimeImage(app, 'hello', {
    base: debian.runtime({ packages: ['libc6'] }),
    files: [build.directory('/out')],
    entrypoint: ['/usr/bin/hello'],
    waivers: { healthcheck: 'it says hello and ends' },
    platforms: ['linux/amd64', 'linux/arm64'],
    publish: { names: ['registry.example.org/hello'], tags: ['latest'] },
  });
}
