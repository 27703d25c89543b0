import {
  App,
  type AppProps,
  BuildStage,
  type BuildStageProps,
  DebianBase,
  PinnedGitSource,
  RuntimeImage,
  type RuntimeImageProps,
} from '../../constructs';

/** Parts of the app of {@link helloApp} that a test wants otherwise. */
export interface HelloOptions {
  readonly app?: AppProps;
  readonly image?: Partial<RuntimeImageProps>;
  readonly stage?: Partial<BuildStageProps>;
  readonly ids?: { readonly source: string; readonly stage: string; readonly image: string };
}

/** The app of the example, with parts of it changed. */
export function helloApp(options: HelloOptions = {}): App {
  const { source, stage, image } = options.ids ?? {
    source: 'source',
    stage: 'build',
    image: 'hello',
  };
  const app = new App(options.app);
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const files = new PinnedGitSource(app, source, {
    url: 'https://git.example.org/hello.git',
    tag: 'v1.0.0',
  });
  const build = new BuildStage(app, stage, {
    base: debian.minbase({ packages: ['make'] }),
    cross: 'c',
    mounts: { '/src': files },
    run: ({ target }) => [['make', '-C', '/src', `CC=${target.gnu}-gcc`, 'install']],
    ...options.stage,
  });
  new RuntimeImage(app, image, {
    base: debian.runtime({ packages: ['libc6'] }),
    files: [build.directory('/out')],
    entrypoint: ['/boot/bin/hello'],
    waivers: { healthcheck: 'it says hello and ends' },
    platforms: ['linux/amd64', 'linux/arm64'],
    ...options.image,
  });
  return app;
}
