import { type Entries, entrySection, type InputKind } from 'buildkit-cdk';
import { latestVersion } from './latest-version.ts';

/** The latest version of a component of an artifact server. */
export interface ComponentRequest {
  /** `https://` or `http://` URL of the server, without a slash at the end. */
  readonly server: string;
  readonly name: string;
}

/** The version that was the latest when it was locked. */
export interface ComponentLock {
  readonly version: string;
  /** Of its file. */
  readonly url: string;
  /** Hex, of its file. */
  readonly sha256: string;
}

const key = ({ name, server }: ComponentRequest): string => `${server}#${name}`;

/** Components by server and name; the lock keeps their version and the hash of their file. */
export const COMPONENT: InputKind<ComponentRequest, ComponentLock, Entries<ComponentLock>> = {
  name: 'acme-images/component',
  key,
  describe: ({ name, server }) => `component "${name}" of ${server}`,
  readRequest: (value, at, schema) => {
    const { name, server } = schema.object(value, at);
    return {
      server: schema.text(server, `${at}.server`, /^https?:\/\//),
      name: schema.text(name, `${at}.name`),
    };
  },
  section: entrySection({
    key,
    nouns: ['component', 'components'],
    read: (value, at, schema): ComponentLock => {
      const { sha256, url, version } = schema.object(value, at);
      return {
        version: schema.text(version, `${at}.version`),
        url: schema.text(url, `${at}.url`, /^https?:\/\//),
        sha256: schema.text(sha256, `${at}.sha256`, /^[0-9a-f]{64}$/),
      };
    },
  }),
  // Called by "synth lock" alone; all else in this package asks nothing outside.
  resolve: (request, context) => latestVersion(request, context),
};
