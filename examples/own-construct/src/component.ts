import { ArtifactConstruct, type BuildError, type IConstruct, type Target } from 'buildkit-cdk';
import { http, type State, scratch } from 'buildkit-cdk/llb';
import { type PropsOf, shape, text } from 'buildkit-cdk/props';
import { COMPONENT } from './component-kind.ts';

const COMPONENT_PROPS = shape({
  /** URL of the artifact server, without a slash at the end. */
  server: text({
    pattern: /^https?:\/\/[^/?#@]+$/,
    expected: 'the URL of a server: "https://artifacts.example.com"',
  }),
  /** Name of the component. */
  name: text({ pattern: /^[a-z][a-z0-9-]*$/, expected: 'the name of a component: "banner"' }),
});

/** Properties of a {@link Component}. */
export interface ComponentProps extends PropsOf<typeof COMPONENT_PROPS> {}

/**
 * The file of a component, in the version that the lock keeps.
 *
 * Becomes an `http` source with a checksum, which the daemon fetches; the artifact holds the file at
 * its root, under the name of the component.
 */
export class Component extends ArtifactConstruct {
  private readonly props: ComponentProps;

  constructor(scope: IConstruct, id: string, props: ComponentProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(COMPONENT_PROPS, this.props);
  }

  lower(target: Target): State {
    const { name, server } = this.props;
    const locked = target.ask(this, COMPONENT, { server, name });
    // Until "synth lock" has answered, anything will do: nothing of it is written.
    if (locked === undefined) return scratch();
    return http(locked.url, {
      checksum: `sha256:${locked.sha256}`,
      filename: name,
      chmod: 0o644,
      source: this.source,
    });
  }
}
