/** An app whose one image is a git repository: `TEST_URL`, `TEST_TAG`, and `TEST_HOSTS` for ssh. */
export const GIT_APP = `
const { App, Image, PinnedGitSource } = require('buildkit-cdk');

class Files extends Image {
  constructor(scope, id, files) {
    super(scope, id, { platforms: ['linux/amd64'] });
    Object.assign(this, { sourceDateEpoch: 0, files });
  }
  get isDated() { return true; }
  lower(target) {
    return { layers: [{ state: this.files.lower(target), says: 'files' }], config: {} };
  }
}

const { TEST_HOSTS, TEST_TAG: tag, TEST_URL: url } = process.env;
const app = new App();
const hosts = TEST_HOSTS === undefined ? {} : { knownHosts: TEST_HOSTS.split(',') };
new Files(app, 'files', new PinnedGitSource(app, 'source', { url, tag, ...hosts }));
app.synth();
`;
