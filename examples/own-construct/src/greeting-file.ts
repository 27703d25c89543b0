import { ArtifactConstruct, type BuildError, type IConstruct, type Target } from 'buildkit-cdk';
import { mkfile, type State, scratch } from 'buildkit-cdk/llb';
import { optional, type PropsOf, shape, text, wholeNumber } from 'buildkit-cdk/props';

const GREETING_FILE_PROPS = shape({
  /** What it says. */
  text: text({ pattern: /^[^\n]+$/, expected: 'one line of text: "Hello"' }),
  /**
   * Permission bits of the file, 0o001 to 0o777.
   *
   * @default 0o644
   */
  mode: optional(wholeNumber({ min: 0o001, max: 0o777 })),
});

/** Properties of a {@link GreetingFile}. */
export interface GreetingFileProps extends PropsOf<typeof GREETING_FILE_PROPS> {}

/**
 * A file `greeting` with one line.
 *
 * Becomes one `FileActionMkFile` on scratch, the same for all platforms.
 */
export class GreetingFile extends ArtifactConstruct {
  private readonly props: GreetingFileProps;

  constructor(scope: IConstruct, id: string, props: GreetingFileProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(GREETING_FILE_PROPS, this.props);
  }

  lower(target: Target): State {
    const { mode = 0o644, text } = this.props;
    // Once a platform, whoever uses it: two images with the file share the vertex.
    return target.once(this, () =>
      scratch().file(mkfile('/greeting', mode, `${text}\n`), { source: this.source }),
    );
  }
}
