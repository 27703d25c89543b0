/** One row of the error table: what the code means and how it is mended. */
export interface ErrorCodeEntry {
  readonly meaning: string;
  readonly remedy: string;
}

const table = <T extends Record<string, ErrorCodeEntry>>(entries: T): T => entries;

/** Every error code of the library, by layer. `docs/errors.md` is generated from this table. */
export const ERROR_CODES = table({
  // llb
  E_LLB_OPTION: {
    meaning:
      'an option of an op has a value that BuildKit cannot take, or that contradicts another',
    remedy: 'see the message: it names the option, the value and what is expected',
  },
  E_LLB_TEXT: {
    meaning: 'a string holds half of a surrogate pair, so it has no UTF-8 form',
    remedy: 'decode the text properly before it is given to an op',
  },
  E_LLB_MOUNT: {
    meaning: 'the output of a mount is used, but this mount has none',
    remedy: 'use the output of a writable bind mount',
  },
  E_LLB_DECODE: {
    meaning: 'bytes that should be an LLB definition are not one',
    remedy: 'make the file again with "synth", or check that it is whole',
  },
  E_LLB_LIMIT: {
    meaning: 'a definition is larger or deeper than this library reads',
    remedy: 'split the definition, or raise the limit where it is read',
  },
  E_LLB_CAPABILITY: {
    meaning: 'the daemon lacks something that an op asks for',
    remedy: 'use a newer BuildKit, or leave the option out; the message names both',
  },

  // client
  E_DAEMON_ADDRESS: {
    meaning: 'the address of the daemon cannot be read, or has a scheme that is not supported',
    remedy: 'give --addr or BUILDKIT_HOST as unix:///path/to/socket or tcp://host:port',
  },
  E_DAEMON_UNREACHABLE: {
    meaning: 'nothing answers at the address of the daemon',
    remedy: 'start buildkitd or Docker Engine, or set BUILDKIT_HOST',
  },
  E_DAEMON_PERMISSION: {
    meaning: 'the socket of the daemon exists, but this user may not open it',
    remedy: 'join the group that owns the socket, or set BUILDKIT_HOST to a daemon of your own',
  },
  E_DAEMON_PROTOCOL: {
    meaning: 'something answers at the address, but it does not speak the protocol of BuildKit',
    remedy: 'check that --addr or BUILDKIT_HOST names buildkitd or Docker Engine',
  },
  E_DAEMON_TLS: {
    meaning: 'TLS with the daemon failed, most often because only one of the two sides uses it',
    remedy:
      'give --tlscacert or --tlsdir if the daemon listens with TLS, and neither if it does not',
  },
  E_DAEMON_CERTIFICATE: {
    meaning:
      'the certificate of the daemon is not accepted: its authority is unknown, it is for another host, or it has expired',
    remedy:
      'name its authority with --tlscacert, one of its hosts with --tlsservername, or renew it',
  },
  E_DAEMON_CLIENT_CERTIFICATE: {
    meaning: 'the daemon wants a certificate of the client, or refuses the one that it was given',
    remedy: 'give --tlscert and --tlskey, signed by the authority that the daemon trusts',
  },
  E_TLS_CREDENTIALS: {
    meaning:
      'a certificate or private key for TLS with the daemon cannot be read, is no PEM, or they are no pair',
    remedy: 'see the message: it names the file and what it holds',
  },
  E_DAEMON_TOO_OLD: {
    meaning: 'the daemon is older than BuildKit 0.17',
    remedy: 'use BuildKit 0.17 or newer, or Docker Engine 27.4 or newer',
  },
  E_SOURCE_DENIED: {
    meaning: 'the source policy of a build does not let the daemon fetch something',
    remedy: 'allow it in the policy, or take it from elsewhere; the message names the source',
  },
  E_SOURCE_POLICY: {
    meaning: 'a source policy cannot be read, or is none that BuildKit knows',
    remedy: 'write it as JSON: {"rules": [{"action": "DENY", "selector": {"identifier": "…"}}]}',
  },
  E_DAEMON_LOST: {
    meaning: 'the connection to the daemon broke, or fell silent, while it was in use',
    remedy: 'look at the log of the daemon and build again; finished steps are cached',
  },
  E_SESSION_LOST: {
    meaning:
      'the session broke in which this machine gives files, secrets and logins to the daemon, though the daemon can be reached',
    remedy: 'build again; a computer that sleeps or a proxy on the way breaks such a session',
  },
  E_DAEMON_DISK: {
    meaning: 'the disk of the machine that the daemon runs on is full',
    remedy: 'free space on its machine, e.g. with "synth prune"',
  },
  E_COPY_CONFLICT: {
    meaning:
      'files are copied onto something of another type: a folder onto a link or a file of the base or of what was copied before, or a file onto a folder',
    remedy:
      'put the files elsewhere with at(), e.g. behind the link, or leave that path out with exclude()',
  },
  E_SOLVE: {
    meaning: 'a step of the build failed; the message names it and shows the end of its output',
    remedy: 'mend the step that is named',
  },
  E_BUILD_REQUEST: {
    meaning: 'a build was asked for that cannot be sent: no result, or a folder that is not there',
    remedy: 'see the message',
  },
  E_RESULT_FILE: {
    meaning: 'a file of a built image could not be read: it is not there, or no file',
    remedy: 'give the absolute path of a file that the image has',
  },
  E_CONTAINER: {
    meaning: 'a container could not be opened within a build, or a process in it not be started',
    remedy: 'see the message; a program must be in the root of the container, with its libraries',
  },
  E_BUILD_OUTPUT: {
    meaning:
      'an output has an attribute that its exporter does not know, or does not go with the images that are built or with another output',
    remedy: 'see the message',
  },
  E_GIT_SINCE: {
    meaning: 'the app cannot be compared with what it was at a commit',
    remedy: 'give a commit that the repository has, and build in a checkout',
  },
  E_GIT_FACTS: {
    meaning: 'git does not say what is checked out, so images cannot be labelled with it',
    remedy: 'build in a checkout that has a commit, or leave the labels of git out',
  },
  E_BUILD_CACHE: {
    meaning:
      'a cache has a type or an attribute that BuildKit does not know, or takes the place of another',
    remedy: 'see the message',
  },
  E_OCI_LAYOUT: {
    meaning: 'a folder is no OCI layout: its index.json cannot be read',
    remedy: 'give a folder that holds a layout or nothing, or remove what is in it',
  },
  E_EXPORT: {
    meaning:
      'the result of a build could not be written here, or did not arrive whole; of all outputs on this machine nothing was left half written',
    remedy: 'see the message: free space, permissions, or a file tree that is broken',
  },

  // registry
  E_REGISTRY: {
    meaning:
      'a registry cannot be reached, fails, limits requests, or has no such image; a build that pulls or pushes fails with it, too',
    remedy: 'check the name of the image and the address of the registry, or try again later',
  },
  E_REGISTRY_AUTH: {
    meaning: 'a registry refuses the credentials, or there are none for it',
    remedy: 'run "docker login <registry>"',
  },
  E_REGISTRY_DIGEST: {
    meaning: 'a registry sent content that does not have the digest it was asked for',
    remedy: 'do not use that registry until it is known why',
  },
  E_CREDENTIALS: {
    meaning: 'the credentials of the Docker configuration cannot be read',
    remedy: 'mend config.json, or the credential helper that it names',
  },

  // debian
  E_DEBIAN_CONTROL: {
    meaning: 'a control file of an archive (Release, Packages, a relation in it) is malformed',
    remedy: 'check the mirror that served it, or take another snapshot date',
  },
  E_DEBIAN_PACKAGE_UNKNOWN: {
    meaning: 'no suite of the archive has a package of this name for the architecture',
    remedy: 'correct the name, add the component that holds it, or choose another suite',
  },
  E_DEBIAN_VERSION_UNKNOWN: {
    meaning: 'no suite of the archive has the version of a package that is asked for',
    remedy: 'take a version that the snapshot has, or the date of a snapshot that has this one',
  },
  E_DEBIAN_EXCLUDED: {
    meaning: 'a package is excluded that is asked for, or that lies below',
    remedy: 'do not exclude it, or do not ask for it',
  },
  E_DEBIAN_ARCHIVE: {
    meaning: 'an archive beside Debian is described as it cannot be',
    remedy:
      'give its URL, its suite with components or the folder of a flat archive, and its keyring',
  },
  E_DEBIAN_ARCHIVE_EXPIRED: {
    meaning: 'an archive beside Debian says itself that it is not valid any more',
    remedy: 'have it published anew, or try again later',
  },
  E_DEBIAN_LOGIN: {
    meaning: 'an archive beside Debian asks who reads it, and is told by nothing',
    remedy:
      'set login for it in the app, and name a login in auth.conf of apt, in .netrc or by a secret',
  },
  E_DEBIAN_PIN: {
    meaning: 'a pin does not say which versions of packages it is for, or how much they are wanted',
    remedy: 'give it one of release, origin and version as in apt_preferences(5), and a priority',
  },
  E_DEBIAN_UNSATISFIABLE: {
    meaning: 'a dependency of a package cannot be met by any package of the archive',
    remedy: 'take a snapshot date at which the suite is consistent, or leave the package out',
  },
  E_DEBIAN_CONFLICT: {
    meaning: 'two packages of a closure cannot be installed together',
    remedy: 'leave one of them out, or include another alternative by name',
  },
  E_DEBIAN_VERSIONS_DISAGREE: {
    meaning:
      'a package has different versions on the platforms of one image, or in two sets of one archive',
    remedy:
      'take a snapshot date at which every architecture has caught up, or drop a platform of the image',
  },

  // lock
  E_DEBIAN_SNAPSHOT_DATE: {
    meaning: 'the date of a snapshot is malformed or lies in the future',
    remedy: 'write it as YYYYMMDDThhmmssZ, of a moment that has passed',
  },
  E_DEBIAN_SUITE_UNKNOWN: {
    meaning: 'the archive has no suite of this name at the date of the snapshot',
    remedy: 'correct the code name, or the date',
  },
  E_DEBIAN_INDEX_UNKNOWN: {
    meaning: 'a suite has no index of packages for a component and architecture',
    remedy: 'correct the component or the platform',
  },
  E_DEBIAN_ARCHIVE_UNREACHABLE: {
    meaning: 'neither the snapshot archive nor any mirror could serve a file of an archive',
    remedy: 'try again later, or name a mirror in SYNTH_DEBIAN_MIRROR or synth.environment.json',
  },
  E_DEBIAN_MIRROR_NEWER: {
    meaning: 'a mirror cannot stand in for a snapshot: its Release is younger than the snapshot',
    remedy: 'move the snapshot date forward, or make the snapshot archive reachable',
  },
  E_DEBIAN_MIRROR_STALE: {
    meaning: 'a mirror cannot stand in for a snapshot: its Release had expired at that date',
    remedy: 'use another mirror, or make the snapshot archive reachable',
  },
  E_DEBIAN_RELEASE_CHANGED: {
    meaning: 'the archive that can be reached has another Release than the one that is locked',
    remedy: 'move the snapshot date of the app forward, so that all of its sets are locked anew',
  },
  E_DEBIAN_RELEASE_SUITE: {
    meaning: 'a server answered with the Release of another suite',
    remedy: 'check the mirror',
  },
  E_DEBIAN_SIGNATURE: {
    meaning: 'the signature of a Release is missing, malformed or wrong',
    remedy: 'check the mirror: what it serves was altered, or is damaged',
  },
  E_DEBIAN_SIGNER: {
    meaning: 'a Release is signed, but by no key that is trusted for its archive',
    remedy: 'for an archive of your own, name its keyring in synth.environment.json',
  },
  E_DEBIAN_FILE_GONE: {
    meaning: 'locked packages can be fetched neither from the snapshot archive nor from a mirror',
    remedy: 'make the snapshot archive reachable, or move the snapshot date and run "synth lock"',
  },
  E_DEB_FORMAT: {
    meaning: 'a .deb cannot be read: it is no ar archive, or lacks the file that is wanted from it',
    remedy: 'check the package and the path of the file in it',
  },
  E_HTTP_STATUS: {
    meaning: 'a server answered a request with an error status',
    remedy: 'check the URL, or try again later',
  },
  E_HTTP_UNREACHABLE: {
    meaning: 'a server could not be reached, or broke the connection off',
    remedy: 'check the network and the proxy settings, or try again later',
  },
  E_HTTP_HASH: {
    meaning: 'a server sent other bytes than the ones that are expected by their hash',
    remedy: 'check the mirror: what it serves was altered, or is damaged',
  },
  E_HTTP_SIZE: {
    meaning: 'a server sent more or fewer bytes than expected',
    remedy: 'check the mirror, or try again',
  },
  E_GIT_PROGRAM: {
    meaning: 'the git program is not installed or cannot be run',
    remedy: 'install git',
  },
  E_GIT_UNREACHABLE: {
    meaning:
      'a git repository cannot be read: it does not exist, access is denied, or its server does not answer',
    remedy: 'check the URL and your access to it',
  },
  E_GIT_TAG_MOVED: {
    meaning:
      'a tag of a git repository is another commit than the app says, or than it was a moment ago',
    remedy: 'find out why it was moved before you take the new commit',
  },
  E_GIT_SUBMODULE: {
    meaning: 'a submodule of a git repository has a URL or a place that no source can have',
    remedy: 'take what is needed from a source of its own',
  },
  E_GIT_LFS: {
    meaning:
      'files of a git source are kept by Git LFS, which BuildKit does not ask: there are only pointers',
    remedy: "fetch the files by their URLs, or say lfs: 'pointers' where they are not needed",
  },
  E_GIT_REF_UNKNOWN: {
    meaning: 'a git repository has no such tag or branch',
    remedy: 'correct the name of the tag or branch',
  },

  E_GO_MOD: {
    meaning: 'the go.mod of a module cannot be read, or asks for what a build cannot give',
    remedy: 'see the message: it names the line, and what is expected',
  },
  E_GO_SUM: {
    meaning: 'a go.sum is missing, or has a line of another form, or two hashes of one file',
    remedy: 'make it with "go mod tidy", and commit it',
  },
  E_GO_HASH: {
    meaning: 'a file of a Go module has another hash than go.sum says',
    remedy: 'find out who changed the module: neither lock nor build use it',
  },
  E_GO_ZIP: {
    meaning: 'the archive of a Go module is no zip file, or holds what no module may have',
    remedy: 'check the module proxy: what it serves was altered, or is damaged',
  },
  E_GO_MODULE: {
    meaning: 'a Go module can be fetched from none of the module proxies',
    remedy:
      'correct path and version, or name a proxy that has it: GOPROXY, or synth.environment.json',
  },
  E_GO_VERSION: {
    meaning: 'a Go module needs a newer Go than the one that compiles it',
    remedy: 'take a suite with a newer Go, or an older version of the module',
  },
  E_PYTHON_LOCK: {
    meaning: 'the file that locks Python packages is missing, or in a form that cannot be taken',
    remedy: 'see the message: it names file and place; make it anew with its own tool',
  },
  E_PYTHON_HASH: {
    meaning: 'a file of a Python package has no sha256, or another one than the lock file says',
    remedy: 'lock it with all hashes, from an index that has sha256',
  },
  E_PYTHON_WHEEL: {
    meaning:
      'a Python package has no wheel that a target can use: nothing is compiled in its place',
    remedy: 'take a version that has one, or the package of Debian, and name it in "exclude"',
  },
  E_PYTHON_SOURCE: {
    meaning:
      'a Python package is locked from where no wheel can be fetched: a repository, a folder',
    remedy:
      'publish a wheel of it; or put its files in the image yourself, and name it in "exclude"',
  },
  E_PYTHON_VERSION: {
    meaning: 'the Python of the suite is not one that the packages, or the lock file, are made for',
    remedy: 'take a suite with such a Python, or lock versions for this one',
  },
  E_PYTHON_INDEX: {
    meaning: 'no index has the locked files of a Python package, or it cannot be read',
    remedy: 'name one that has them: PIP_INDEX_URL, or pip.conf; logins come from netrc',
  },

  E_NPM_LOCK: {
    meaning:
      'a package-lock.json or pnpm-lock.yaml is not there, is of another form or version, or is not of its package.json',
    remedy:
      'run "npm install --package-lock-only" with npm 7 or newer, or "pnpm install --lockfile-only" with pnpm 9 or newer, and commit the file',
  },
  E_NPM_SOURCE: {
    meaning: 'a package of npm comes from where it cannot be fetched from, or held to a hash',
    remedy: 'take a version of a registry, or put the package into the project as a folder',
  },
  E_NPM_HASH: {
    meaning: 'the archive of a package of npm has another hash than package-lock.json says',
    remedy: 'find out who changed it: neither lock nor build use it',
  },
  E_NPM_FETCH: {
    meaning: 'a package of npm can be fetched from no registry',
    remedy: 'say in .npmrc which registry has it, and with which token, or name a mirror for "npm"',
  },
  E_NPM_PLATFORM: {
    meaning: 'a package of npm is not there for a platform of the image',
    remedy: 'see the message: it names the package, and what is missing in package-lock.json',
  },
  E_NPM_SCRIPTS: {
    meaning:
      'packages of npm run a script when they are installed, and the app does not say whether they need it',
    remedy: 'name each of them in "scripts", or in "ignoreScripts" where it works without',
  },
  E_NPM_NODE: {
    meaning: 'a package of npm is for other versions of Node than Debian has',
    remedy: 'take a suite with another Node, or another version of the package',
  },
  E_NPM_PROGRAM: {
    meaning: 'npm is not there, or could not resolve packages',
    remedy:
      'see what it said; install npm 7 or newer, or commit a package-lock.json and name it as "source"',
  },

  E_INPUT_FAILED: {
    meaning: 'a kind of input of another package could not answer a request',
    remedy: 'see the message, and the documentation of that package',
  },

  // environment
  E_ENVIRONMENT_FORMAT: {
    meaning:
      'a mirror, keyring, secret, ssh agent or time is configured wrongly, in the environment or its file',
    remedy: 'correct synth.environment.json or the variable that the message names',
  },
  E_SECRET_MISSING: {
    meaning: 'a step or a source needs a secret that nothing gives, or that cannot be read',
    remedy:
      'give it with --secret or "secret" of synth.environment.json, or make it optional in the construct',
  },
  E_SSH_MISSING: {
    meaning: 'a step or a source needs an ssh agent that nothing gives, or that does not run',
    remedy:
      'give it with --ssh or "ssh" of synth.environment.json, or make it optional in the construct',
  },
  E_CACHE_FOLDER: {
    meaning: 'the cache folder cannot be written',
    remedy: 'set XDG_CACHE_HOME to a folder that can be written',
  },

  // vendor folders
  E_VENDOR_FOLDER: {
    meaning: 'the folder of "synth vendor" cannot be written',
    remedy: 'check its permissions and the free space, or give another folder',
  },
  E_VENDOR_INPUT: {
    meaning:
      'a source is not pinned by its content, or asks for something that a folder cannot stand in for',
    remedy: 'pin it: a checksum of a file, a commit of git, a digest of an image; see the message',
  },
  E_VENDOR_MISSING: {
    meaning: 'a build takes its inputs from a folder that lacks one of them',
    remedy: 'run "synth vendor" with the same lock, where there is a network',
  },
  E_VENDOR_DAMAGED: {
    meaning: 'a file of a vendor folder has other content than its name says',
    remedy: 'run "synth vendor" again, where there is a network: it fetches that file alone',
  },

  // assembly
  E_ASSEMBLY_FOLDER: {
    meaning:
      'the folder for the assembly holds files that are none of an assembly, or cannot be written',
    remedy: 'give another folder with --out, or make it writable',
  },
  E_LOCK_MISSING: {
    meaning: 'the lock has no entry for something that the app asks for',
    remedy: 'run "synth lock" and commit synth.lock.json',
  },
  E_LOCK_FORMAT: {
    meaning: 'synth.lock.json cannot be read: it is no JSON, lacks a field, or has a newer version',
    remedy: 'restore the committed file, or update buildkit-cdk',
  },
  E_DEBIAN_TRACKER: {
    meaning: 'what should be the data of the security tracker of Debian is of another form',
    remedy:
      'check SYNTH_DEBIAN_TRACKER: it names the JSON data, as security-tracker.debian.org/tracker/data/json',
  },
  E_UPDATE_NAME: {
    meaning:
      'what is to be updated is neither a package of the lock nor a construct that asks for something',
    remedy: 'name a package as the lock has it, or the path of a construct as "synth ls" has it',
  },
  E_UPDATE_SNAPSHOT: {
    meaning: 'packages are to be moved to a date before that of the app',
    remedy:
      'give a later date with --snapshot, or set the snapshot of the app back and run "synth lock"',
  },
  E_UPDATE_HELD: {
    meaning: 'a package that is to stay as it is locked is in no index that can be read',
    remedy: 'update all packages, or make the snapshot archive of its date reachable',
  },
  E_ASSEMBLY_CHANGED: {
    meaning:
      'the assembly was replaced while it was read, most likely by another run in its folder',
    remedy: 'run one at a time, or give each a folder of its own with --out',
  },
  E_ASSEMBLY_FORMAT: {
    meaning:
      'synth.out cannot be read: it is no assembly, another version wrote it, or a file of it was altered',
    remedy: 'run "synth" again, with the version of buildkit-cdk that builds',
  },
  E_LOCAL_FOLDER: {
    meaning:
      'a folder that the app sends is none, or does not lie in the folder that synth.out lies in',
    remedy: 'move it below the folder of the app, or write synth.out above both with --out',
  },

  // constructs
  E_CONSTRUCT_INVALID: {
    meaning: 'a check that the app added to a construct has failed',
    remedy: 'see the message',
  },
  E_USER_FUNCTION: {
    meaning: 'a function of the app, e.g. "run" of a stage or "lower" of an artifact, throws',
    remedy: 'mend the line that is named',
  },
  E_ARTIFACT: {
    meaning: 'something that is used as files is no artifact, or gives no state when it is lowered',
    remedy: "give an artifact: a git source, stage.directory('/out'), or an object with lower()",
  },
  E_IMAGE_LAYERS: {
    meaning: 'an image of a class of the app gives no layers when it is lowered',
    remedy: 'return { layers: [{ state, says }], config: {} } from its "lower"',
  },
  E_ARTIFACT_PATH: {
    meaning: 'a path that an artifact is put at, or taken from, is not clean',
    remedy: 'give a path without "..", "//" or a final "/"; the message tells which kind',
  },
  E_FILE_PATTERN: {
    meaning: 'files are chosen by what is no pattern, or by one that no file matches',
    remedy: 'give patterns as in .dockerignore, relative to the root: "**/*.conf"',
  },
  E_ARCHIVE: {
    meaning:
      'an archive has a format that is not known, or one that BuildKit does not open by itself',
    remedy: 'say the format, or give the Debian whose program opens it: tools: debian',
  },
  E_INLINE_FILE: {
    meaning:
      'the content of an InlineFile has no form in its format, is too large, or holds a private key',
    remedy: 'see the message: it names the place in the value and what stands there',
  },
  E_LOCAL_FILES: {
    meaning: 'files of the app are not there, lie outside its folder, or cannot be sent',
    remedy: 'see the message; a path is relative to the folder of the app, and below it',
  },
  E_LOCAL_CHANGED: {
    meaning: 'files of the app have changed since synth, so the build would not be what it says',
    remedy: 'run "synth" again, or build without naming an assembly',
  },
  E_LOCAL_NAME: {
    meaning: 'two constructs send different folders under one name',
    remedy: 'give each a name of its own, e.g. with the path of its folder in it',
  },
  E_LOWER_CIRCLE: {
    meaning: 'a construct or an artifact needs its own result to be made',
    remedy: 'break the circle: no artifact may lead back to itself',
  },
  E_PROPERTY: {
    meaning: 'a property of a construct is unknown, missing, or has a value that does not fit',
    remedy: 'give a value that fits what is expected, or leave the property out',
  },
  E_PLATFORM: {
    meaning: 'a platform is none that Debian has, or the list of platforms is empty or repeats one',
    remedy: 'name platforms as linux/amd64 or linux/arm64',
  },
  E_IMAGE_NAME: {
    meaning: 'the id of an image cannot be its name',
    remedy: 'use lower-case letters and digits, joined by ".", "_" or "-"',
  },
  E_IMAGE_DUPLICATE: {
    meaning: 'two images of the app have the same name',
    remedy: 'change the id of one of them',
  },
  E_PUBLISH_DUPLICATE: {
    meaning: 'two images of the app are published under the same name and tag',
    remedy: 'give one of them another name or tag: one push would take the place of the other',
  },
  E_IMAGE_REFERENCE: {
    meaning: 'a reference to an image is not well-formed',
    remedy: 'give names with their registry, e.g. registry.example.org/me/hello',
  },
  E_CARGO_LOCK: {
    meaning: 'a Cargo.lock is not there, or is not in the form that Cargo writes',
    remedy: 'make it with "cargo generate-lockfile" of a current Cargo, and commit it',
  },
  E_CARGO_SOURCE: {
    meaning: 'a crate comes from where it cannot be fetched from, or is not where it should be',
    remedy: 'see the message: it names the crate and what is missing',
  },
  E_IMAGE_PLATFORM: {
    meaning:
      'an image of a registry is not there for a platform that uses it, or for no one that it says',
    remedy: 'take another image or tag, or leave the platform out',
  },
  E_DEBIAN_SUITE_NAME: {
    meaning: 'a suite is no code name of a Debian release',
    remedy: 'name the release by its code name, e.g. trixie',
  },
  E_DEBIAN_SUITE_OLD: {
    meaning: 'a suite is older than bookworm, the first release that bases can be made of',
    remedy: 'set the suite to bookworm or later',
  },
  E_DEBIAN_SNAPSHOT: {
    meaning: 'the date of a snapshot cannot be read',
    remedy: 'give it in UTC as YYYYMMDDThhmmssZ',
  },
  E_HTTP_URL: {
    meaning: 'the URL of a file cannot be used, or holds credentials',
    remedy: 'give an http or https URL without user, password and fragment',
  },
  E_GIT_REF: {
    meaning: 'a git source names no tag, branch or commit, several of them, or half a commit',
    remedy: 'name one tag, one branch, or one commit of 40 hex digits',
  },
  E_GIT_KNOWN_HOSTS: {
    meaning:
      'a git source by ssh does not say which keys its host has, or one of another kind does',
    remedy: 'give "knownHosts" to a source by ssh, and to no other',
  },
  E_GIT_URL: {
    meaning: 'the URL of a git source cannot be used, or holds credentials',
    remedy: 'give an https, ssh, git or http URL; credentials go into a secret of the build',
  },
  E_STAGE_PATH: {
    meaning: 'a path of a stage is not absolute and clean, or two things share one',
    remedy: 'give each mount, cache and output an absolute path of its own',
  },
  E_STAGE_OUTPUT: {
    meaning: 'a folder was asked of a stage that is in none of its outputs',
    remedy: 'add the folder to the outputs of the stage',
  },
  E_STAGE_COMMAND: {
    meaning: 'a stage has no command, or an empty one',
    remedy: "give a list of commands, each a list of words: [['make', 'install']]",
  },
  E_ENTRYPOINT: {
    meaning: 'the entrypoint of a runtime names no program of the image',
    remedy: 'give the absolute path of the program and its arguments',
  },
  E_START: {
    meaning: 'what an image does before its service cannot be done when a container starts',
    remedy: 'see the message: it names the path or the variable and what is expected',
  },
  E_IMAGE_TEST: {
    meaning: 'a test of an image has failed, so the image is neither exported nor pushed',
    remedy: 'see what the service wrote: mend the image or the test, or build with --no-tests',
  },
  E_RUNTIME_CONTRACT: {
    meaning: 'an image departs from the runtime contract and no waiver says why',
    remedy: 'keep the contract, or add the waiver with its reason',
  },
  E_RUNTIME_WRITABLE: {
    meaning: 'a path that belongs to the system is to be written by the user of a runtime',
    remedy: 'name a folder for data of the program alone: /data, /var/lib/hello',
  },

  // cli
  E_USAGE: {
    meaning: 'the command line has an unknown command or option, or a value that does not fit',
    remedy: 'see "synth --help"',
  },
  E_CONFIG_FORMAT: {
    meaning: 'synth.json, or "synth" in package.json, cannot be read',
    remedy: 'write it as {"app": "app.ts", "output": "synth.out"}; both are optional',
  },
  E_APP_NOT_FOUND: {
    meaning: 'there is no app to run',
    remedy: 'name it with --app, or in synth.json as {"app": "images/app.ts"}',
  },
  E_APP_RUNNER: {
    meaning: 'the app is TypeScript, and neither this Node nor the project can run that',
    remedy: 'run "npm install --save-dev tsx"',
  },
  E_APP_FAILED: {
    meaning: 'the app threw an error that it does not catch, or its program failed by itself',
    remedy: 'mend the app',
  },
  E_APP_NO_ASSEMBLY: {
    meaning: 'the app ran to its end and wrote no assembly',
    remedy: 'call app.synth() at the end of the app',
  },
  E_SHELL_PLACE: {
    meaning:
      'a shell is wanted where there can be none: no image, and no construct that runs commands',
    remedy: 'name an image, or the path of a construct that runs commands, as "synth ls" has it',
  },
  E_SHELL_MISSING: {
    meaning: 'an image has no shell, as runtimes should have none',
    remedy: 'give a command that the image has, behind "--", or name a stage',
  },
  E_IMAGE_UNKNOWN: {
    meaning: 'the app has no image of the name that was given',
    remedy: 'see "synth ls"',
  },
  E_PLATFORM_UNKNOWN: {
    meaning: 'an image is not made for a platform that was given',
    remedy: 'see "synth ls", or add the platform to the image',
  },
  E_PUBLISH_MISSING: {
    meaning: 'an image that is to be pushed says nowhere under which name',
    remedy: 'set "publish" of the image',
  },
  E_INIT_FOLDER: {
    meaning: 'a new repository would overwrite files',
    remedy: 'name a folder that is empty, or not there yet',
  },
  E_DEFINITION_FILE: {
    meaning: 'a file that should hold an LLB definition cannot be read',
    remedy: 'name a file that "synth" wrote into the assembly; "synth" lists them',
  },
  E_LOCK_DIFFERS: {
    meaning: 'synth.lock.json misses an entry that the app needs, or has one that it does not need',
    remedy: 'run "synth lock" and commit synth.lock.json',
  },
  E_LOCK_PROOF: {
    meaning: 'an entry of synth.lock.json is not what signed Releases and their indexes have',
    remedy:
      'see who changed the lock; restore the committed file, or delete the entry and run "synth lock"',
  },
  E_LOCK_UNPROVEN: {
    meaning:
      'a Release, its signature or an index that the proof of the lock needs is not kept on this machine',
    remedy: 'run "synth verify --lock --fetch" where the archive can be reached at its date',
  },
  E_NOT_PURE: {
    meaning:
      'the app gives other bytes elsewhere: at another time, for another user, in another folder',
    remedy: 'write what it reads there into the app, or ask the lock for it',
  },
  E_SYSTEM: {
    meaning: 'the operating system refused something: a file, a folder, a program',
    remedy: 'see the message',
  },
  E_INTERNAL: {
    meaning: 'something went wrong that this library did not foresee',
    remedy: 'run again with --debug, and report what it prints',
  },
});

/** A stable name of one kind of error, e.g. `E_LOCK_MISSING`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What the table says of a code; undefined for one of another package. */
export function errorCodeEntry(code: ErrorCode | OwnErrorCode): ErrorCodeEntry | undefined {
  const table: Readonly<Record<string, ErrorCodeEntry>> = ERROR_CODES;
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** A code of another package's own, e.g. `E_MAVEN_CHECKSUM`: best with the package's name in it. */
export type OwnErrorCode = `E_${string}_${string}`;
