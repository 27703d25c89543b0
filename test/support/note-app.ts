/** Parts of a {@link noteApp}. */
export interface NoteOptions {
  /** Statements before the constructs, from the second line of the file on. */
  readonly before?: string;
  /** Expression of the environment of the image's config. @default '[]' */
  readonly env?: string;
}

/**
 * An app in JavaScript that needs no lock: one image "note" for two platforms, with one file.
 *
 * @param text expression of the content of the file
 */
export function noteApp(text: string, { before = '', env = '[]' }: NoteOptions = {}): string {
  return `const { App, Image } = require('buildkit-cdk'); const { mkfile, scratch } = require('buildkit-cdk/llb');
${before}
class Note extends Image {
  sourceDateEpoch = 0;
  constructor(scope, id, { text, env, ...props }) {
    super(scope, id, props);
    Object.assign(this, { text, env });
  }
  lower() {
    const state = scratch().file(mkfile('/note', 0o644, this.text), { source: this.source });
    return { layers: [{ state, says: 'note' }], config: { Env: this.env } };
  }
}
const app = new App();
const text = String(${text});
const env = ${env};
const platforms = ['linux/amd64', 'linux/arm64'];
new Note(app, 'note', { platforms, text, env });
app.synth();
`;
}
