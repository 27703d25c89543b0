// Apps to measure synth with. JavaScript, since the apps that are measured load this file themselves.
/** @typedef {typeof import('../constructs')} Library the library, from its sources or compiled */

/**
 * An app of images with a source, a stage and packages each, half of which others have too.
 *
 * @param {Library} library
 * @param {number} count
 */
function manyImages(library, count) {
  const { App, BuildStage, DebianBase, PinnedGitSource, RuntimeImage } = library;
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  /** @type {(prefix: string, length: number) => string[]} */
  const names = (prefix, length) => Array.from({ length }, (_, index) => `${prefix}${index}`);
  for (let index = 0; index < count; index += 1) {
    const source = new PinnedGitSource(app, `source-${index}`, {
      url: `https://git.example.org/${index}.git`,
      tag: 'v1',
    });
    const stage = new BuildStage(app, `stage-${index}`, {
      base: debian.minbase({ packages: names('shared', 10) }).with({ packages: [`own${index}`] }),
      cross: 'c',
      mounts: { '/src': source },
      run: ({ target }) => [
        ['make', '-C', '/src', `CC=${target.gnu}-gcc`],
        ['make', '-C', '/src', 'install'],
      ],
    });
    new RuntimeImage(app, `image-${index}`, {
      base: debian.runtime({ packages: names(`lib${index % 20}x`, 10) }),
      files: [stage.directory('/out').at('/boot')],
      entrypoint: ['/boot/bin/x'],
      waivers: { healthcheck: 'a benchmark' },
      platforms: ['linux/amd64', 'linux/arm64'],
    });
  }
  return app;
}

/**
 * One image of a chain of stages, each of which mounts two folders of the one before.
 *
 * @param {Library} library
 * @param {number} length
 */
function chainedApp(library, length) {
  const { App, BuildStage, DebianBase, RuntimeImage } = library;
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  /** @type {InstanceType<Library['BuildStage']>[]} */
  const stages = [];
  for (let index = 0; index < length; index += 1) {
    const before = stages[index - 1];
    const mounts =
      before === undefined
        ? {}
        : { '/a': before.directory('/out/a'), '/b': before.directory('/out/b') };
    stages.push(
      new BuildStage(app, `stage-${index}`, { base: debian, mounts, run: [['make', `${index}`]] }),
    );
  }
  new RuntimeImage(app, 'image', {
    base: debian.runtime(),
    files: stages.slice(-1).map((stage) => stage.directory('/out')),
    entrypoint: ['/boot/bin/x'],
    waivers: { healthcheck: 'a benchmark' },
    platforms: ['linux/amd64', 'linux/arm64'],
  });
  return app;
}

module.exports = { chainedApp, manyImages };
