import type { IConstruct } from 'constructs';
import { holdsUsrLinks } from '../../lib/debian/suites';
import type { BuildError } from '../../lib/errors';
import { type State, scratch } from '../../lib/llb';
import { type Deb, unpackerTools } from '../../lib/rootfs';
import type { Target } from '../core/target';
import type { DebianBase } from './debian-base';
import { debianArchitecture } from './platform';

// The package whose one static program opens all others.
const PACKAGE = 'busybox-static';
const FILE = 'busybox';
const BEHIND_LINKS = `usr/bin/${FILE}`;
const BEFORE_LINKS = `bin/${FILE}`;

/**
 * The root that unpacks the packages of a base, on the build platform.
 *
 * Becomes a local source with the one program of a locked .deb, which the client opens.
 */
export function unpacker(base: DebianBase, owner: IConstruct, target: Target): State {
  const build = target.for(target.build);
  return build.once(
    base,
    () => {
      const architecture = debianArchitecture(build.platform, owner);
      const locked = base.closure('none', { packages: [PACKAGE] }, architecture, owner, build);
      if (locked === undefined) return scratch();
      const own = locked.filter(({ name }) => name === PACKAGE);
      const [deb] = base.debs(own, build);
      if (deb === undefined) throw base.error('E_LOCK_FORMAT', `${PACKAGE} is not in its own set`);
      if (base.archives.some(({ url }) => url === own[0]?.archive))
        throw strangeUnpacker(base, deb);
      const { sha256, url } = deb;
      const member = holdsUsrLinks(base.suite) ? BEHIND_LINKS : BEFORE_LINKS;
      const name = `unpacker-${architecture.debian}-${sha256.slice(0, 12)}`;
      const sent = build.local(
        name,
        { type: 'deb-member', url, member, file: FILE },
        { includePatterns: [FILE], sharedKeyHint: name },
      );
      return unpackerTools(sent, FILE);
    },
    'unpacker',
  );
}

/** The client fetches it, as a file of Debian's own archive. */
function strangeUnpacker(base: DebianBase, { url }: Deb): BuildError {
  return base.error('E_DEBIAN_ARCHIVE', `${PACKAGE}, which opens all packages, is not Debian's`, {
    got: url,
    expected: "the package of Debian's own archive",
    fix: `pin it: pins: [{ packages: ['${PACKAGE}'], origin: 'deb.debian.org', priority: 1001 }]`,
  });
}
