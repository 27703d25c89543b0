import { App, BuildStage, DebianBase, PinnedGitSource, RuntimeImage } from 'buildkit-cdk';

const app = new App();
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261123T000000Z' });

const source = new PinnedGitSource(app, 'hello-source', {
  url: 'git://127.0.0.1:48118/hello',
  tag: 'v1.0.0',
});

const build = new BuildStage(app, 'hello-build', {
  base: debian.minbase({ packages: ['make'] }),
  cross: 'c',
  mounts: { '/src': source },
  run: ({ target }) => [['make', '-C', '/src', `CC=${target.gnu}-gcc`, 'DESTDIR=/out', 'install']],
});

new RuntimeImage(app, 'hello', {
  base: debian.runtime({ packages: ['libc6'] }),
  files: [build.directory('/out')],
  entrypoint: ['/boot/bin/hello'],
  waivers: { healthcheck: 'it says hello and ends' },
  platforms: ['linux/amd64', 'linux/arm64'],
  publish: { names: ['127.0.0.1:5055/hello'], tags: ['trixie', 'latest'] },
});

app.synth();
