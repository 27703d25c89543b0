/** Names that the lines of {@link filesApp} may use. */
const PRELUDE = `
const { App, GIT, HTTP, HttpFile, Image, LocatedConstruct, PinnedGitSource, entrySection } = require('buildkit-cdk');
const { git, http, scratch } = require('buildkit-cdk/llb');
class FilesImage extends Image {
  constructor(scope, id, files) {
    super(scope, id, { platforms: ['linux/amd64', 'linux/arm64'] });
    this.files = files;
  }
  get sourceDateEpoch() { return 0; }
  lower(target) {
    return { layers: this.files.map((file) => ({ state: file.lower(target), says: 'files' })), config: {} };
  }
}
const app = new App();
`;

/** The line of the app, in `app.js`, that the first of its own lines stands on. */
export const FIRST_LINE = PRELUDE.split('\n').length;

/**
 * An app in JavaScript whose images hold any artifacts and need no Debian:
 * `new FilesImage(app, 'files', [artifacts])`.
 */
export function filesApp(...lines: readonly string[]): string {
  return `${PRELUDE}${lines.join('\n')}\napp.synth();\n`;
}
