import type { OptionName } from './options';

/** One command of `synth`. */
export interface CommandSpec {
  readonly name: string;
  /** Positional arguments as the usage line has them. */
  readonly arguments?: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Sentences for the help of the command. */
  readonly description: readonly string[];
  /** Options beside {@link COMMON_OPTIONS}. */
  readonly options: readonly OptionName[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
}

/** Options that every command takes. */
export const COMMON_OPTIONS: readonly OptionName[] = [
  'app',
  'out',
  'json',
  'no-color',
  'debug',
  'help',
];

/** Where the daemon is. */
const DAEMON_OPTIONS: readonly OptionName[] = [
  'addr',
  'tlscacert',
  'tlscert',
  'tlskey',
  'tlsservername',
  'tlsdir',
];

const TEST_OPTIONS: readonly OptionName[] = [
  ...DAEMON_OPTIONS,
  'progress',
  'platform',
  'cache-from',
  'no-cache',
  'since',
  'jobs',
  'on-error',
  'source-policy-file',
  'own-sources',
  'vendor',
  'allow',
  'mirror',
  'secret',
  'ssh',
];

const BUILD_OPTIONS: readonly OptionName[] = [
  ...DAEMON_OPTIONS,
  'progress',
  'platform',
  'label',
  'annotation',
  'git-labels',
  'provenance',
  'sbom',
  'attest',
  'cache-from',
  'cache-to',
  'no-cache',
  'no-tests',
  'since',
  'jobs',
  'keep-going',
  'on-error',
  'source-policy-file',
  'own-sources',
  'vendor',
  'allow',
  'mirror',
  'secret',
  'ssh',
  'metadata-file',
  'iidfile',
  'quiet',
];

const table = <const T extends readonly CommandSpec[]>(specs: T): T => specs;

/** Every command. The help and `docs/cli.md` are made from this table. */
export const COMMANDS = table([
  {
    name: 'synth',
    summary: 'run the app and write the assembly (what "synth" alone does)',
    description: [
      'Runs the app and writes its assembly: for each image and platform the LLB definition and the image config.',
      'Reads no network and no clock: the same app and lock give the same bytes on every machine.',
      'Fails when synth.lock.json lacks an entry that the app needs.',
    ],
    options: [],
    examples: [
      { line: 'synth', does: 'write synth.out' },
      {
        line: 'synth --app images/app.ts --out /tmp/assembly',
        does: 'another app, another folder',
      },
    ],
  },
  {
    name: 'ls',
    summary: 'list the images of the app',
    description: [
      'Prints for each image its platforms, the number of Debian packages, and the names it is published under.',
    ],
    options: [],
    examples: [{ line: 'synth ls --json', does: 'the same for a machine' }],
  },
  {
    name: 'lock',
    summary: 'look up what the app needs to know, and write synth.lock.json',
    description: [
      'Resolves the lock requests of the app (commits of git refs, closures of Debian packages) for all platforms at once, and writes synth.lock.json.',
      'An entry that is locked stays as it is; one that nothing asks for is removed. The file is replaced in one step: an interrupted run leaves the old one.',
      'A package that an image has on several platforms must have one version on all of them, but for rebuilds of one architecture (+b1): else nothing is written, and each such package is told.',
    ],
    options: ['check', 'mirror', 'secret', 'ssh'],
    examples: [
      { line: 'synth lock', does: 'resolve what is missing' },
      { line: 'synth lock --check', does: 'in CI: exit 3 unless the committed lock fits' },
    ],
  },
  {
    name: 'outdated',
    summary: 'tell of what is locked that there is something newer',
    description: [
      'Asks what newer answers there would be to what synth.lock.json has: packages of Debian now or at a date, commits of branches and tags and newer tags, images of tags, versions of Go modules that the app names. Writes nothing.',
      'Exits with 3 where something is due, with 0 where nothing is, and with 1 where something could not be asked, e.g. a git host that does not answer: that is told as an error, and the rest as ever. Of files of URLs nobody can tell: "synth update" reads them again.',
      'ADVISORY has the suite of security updates that a newer package is of; with "--security" the advisories that it fixes, by the data of the security tracker of Debian.',
    ],
    options: ['snapshot', 'security', 'mirror', 'secret', 'ssh'],
    examples: [
      { line: 'synth outdated', does: 'as of now' },
      {
        line: 'synth outdated --security --json',
        does: 'what an advisory is about, for a machine',
      },
    ],
  },
  {
    name: 'update',
    arguments: '[name…]',
    summary: 'look up anew what is locked, and write synth.lock.json',
    description: [
      'Without names everything is looked up anew. A name is a package of the lock, or the path of a construct, for all that it and those below it ask for.',
      'Packages of Debian are taken from the snapshot of a date, while the date of the app stays. With names only these move, with what they need in another version; all else keeps its version and its bytes.',
      'Prints what moved. The file is replaced in one step, once everything is found: after an error it is as it was.',
    ],
    options: ['snapshot', 'security', 'mirror', 'secret', 'ssh'],
    examples: [
      { line: 'synth update', does: 'everything, as of now' },
      { line: 'synth update openssl libssl3t64', does: 'these packages, and what they need' },
      { line: 'synth update hello/source', does: 'what one construct asks for' },
      { line: 'synth update --security', does: 'packages with advisories that are fixed' },
    ],
  },
  {
    name: 'verify',
    summary: 'check that the app gives the same bytes everywhere',
    description: [
      'Runs the app as usual, and again at another time, in another time zone, language and working folder, for another user, on another machine, with another environment and other random numbers; then compares the two assemblies byte by byte.',
      'Where they differ, it runs the app with one thing changed at a time, and tells for each construct what differs, by what, and which line of the app reads that; exit code 3. Else it warns of what the app reads or does outside although no byte depends on it now.',
      'With "--lock" it proves the lock instead, without the network, by the Releases and indexes that "synth lock" keeps in the cache folder; exit code 3 where an entry is something else, or a file is missing.',
      'Writes nothing: all assemblies are in a temporary folder. What the app does beside its assembly is done in each run.',
    ],
    options: ['lock', 'fetch', 'mirror'],
    examples: [
      { line: 'synth verify', does: 'in CI: exit 3 unless the app is pure' },
      { line: 'synth verify --lock', does: 'exit 3 unless the lock is proven' },
      { line: 'synth verify --json', does: 'the same for a machine' },
    ],
  },
  {
    name: 'vendor',
    arguments: '[folder]',
    summary: 'put all that the app takes from outside into a folder',
    description: [
      'Fetches the locked inputs of all images: files of URLs, packages of Debian and of languages, commits of git, images of registries; and writes them into the folder, each held to its hash. Without a folder it is that of synth.environment.json, or synth.vendor.',
      'What is there is checked and kept, what is damaged is fetched again. After an error, what was fetched stays: the next run goes on from there.',
      'A build with "--vendor" takes everything from the folder, and nothing is fetched; the digests of the images are the same.',
    ],
    options: ['platform', 'mirror', 'secret', 'ssh'],
    examples: [
      { line: 'synth vendor', does: 'fill synth.vendor' },
      { line: 'synth vendor /mnt/usb/inputs --platform linux/amd64', does: 'of one platform' },
      { line: 'synth build --vendor synth.vendor', does: 'build from it' },
    ],
  },
  {
    name: 'init',
    arguments: '[folder]',
    summary: 'write a new repository of images',
    description: [
      'Writes an app with one image, a test, CI for GitHub and GitLab, and a README into the folder, or into the working folder. Nothing that is there is overwritten.',
      'Needs no app and no daemon.',
    ],
    options: [],
    examples: [{ line: 'synth init images', does: 'a folder "images"' }],
  },
  {
    name: 'build',
    arguments: '[image…]',
    summary: 'build images with BuildKit',
    description: [
      'Builds the named images, or all, each for all its platforms in one solve, and prints for each platform the digest, compressed size, number of packages and time.',
      'Several images are built at once; what they have in common is solved once. Where one fails, those that run are cancelled, unless "--keep-going" is given.',
      'An image whose test fails is failed: it is not given to any output. "--no-tests" leaves tests out.',
      'Exporters are those of BuildKit. "dest" is a file for tar, oci and docker, and a folder for local; "-" is stdout.',
    ],
    options: [...BUILD_OPTIONS, 'output', 'load', 'push'],
    examples: [
      { line: 'synth build', does: 'build every image' },
      { line: 'synth build hello --output type=oci,dest=hello.tar', does: 'into an OCI archive' },
      { line: 'synth build hello --platform linux/arm64', does: 'one platform only' },
      { line: 'synth build --since origin/main', does: 'what a branch changes' },
      { line: 'synth build --app synth.out', does: 'from an assembly, without the sources' },
      {
        line: 'synth build --secret id=token,src=token.txt --ssh default',
        does: 'with a secret and the ssh agent',
      },
      {
        line: 'synth build --addr tcp://host:1234 --tlsdir certs',
        does: 'by a daemon that listens with TLS',
      },
    ],
  },
  {
    name: 'test',
    arguments: '[image…]',
    summary: 'run the tests of images',
    description: [
      'Builds the named images, or all that have tests, runs their tests, and prints for each whether it has passed. The images are given to no output.',
      'All tests are run, also where one fails; the exit code is 1 then. A test that has passed is cached by the daemon until its image, or the test, is another; "--no-cache" runs all anew.',
      'A test runs on the platforms that it says, by default on that of the steps of the build.',
    ],
    options: TEST_OPTIONS,
    examples: [
      { line: 'synth test', does: 'all tests of the app' },
      { line: 'synth test hello --no-cache', does: 'those of one image, again' },
    ],
  },
  {
    name: 'shell',
    arguments: '<image|construct> [-- command…]',
    summary: 'open a shell in an image, or in a stage before its commands',
    description: [
      'Solves what the place needs and opens a container there: the root of an image, with its user, folder and variables; or the root and the mounts that the first command of a construct finds, with its variables and secrets. What is written there is in no image, but for caches of the stage.',
      'Without a command it is /bin/sh; a runtime that has none is told so. With a command behind "--" no terminal is needed. Exits with the code of the process.',
      'Of an image with several platforms it is the one of the daemon; another needs an emulator at the daemon.',
    ],
    options: [...DAEMON_OPTIONS, 'progress', 'platform', 'allow', 'mirror', 'secret', 'ssh'],
    examples: [
      { line: 'synth shell hello/build', does: 'look at what a stage starts with' },
      { line: 'synth shell hello --platform linux/arm64', does: 'in the image' },
      { line: 'synth shell hello -- /boot/bin/hello --version', does: 'run one command' },
    ],
  },
  {
    name: 'push',
    arguments: '[image…]',
    summary: 'build images and push them to their registries',
    description: [
      'Builds as "synth build" does, and pushes one index of all platforms under each published name and tag.',
      'Credentials are those of "docker login".',
    ],
    options: BUILD_OPTIONS,
    examples: [{ line: 'synth push hello --metadata-file push.json', does: 'push one image' }],
  },
  {
    name: 'sbom',
    arguments: '[image…]',
    summary: 'print what images are made of, as a bill of materials',
    description: [
      'Writes a document for each platform of the named images, or of all: the packages that it holds, and the modules, files, commits and images that it was built from, with package URLs and hashes. SPDX is version 2.3, CycloneDX is 1.6.',
      'One document goes to stdout; several need "--dir". Nothing is built or fetched.',
    ],
    options: ['platform', 'format', 'dir'],
    examples: [
      { line: 'synth sbom hello --platform linux/arm64', does: 'one document' },
      { line: 'synth sbom --dir sboms', does: 'sboms/hello.linux-amd64.spdx.json, and so on' },
      { line: 'synth sbom --format cyclonedx --dir sboms', does: 'as CycloneDX' },
    ],
  },
  {
    name: 'audit',
    arguments: '[image…]',
    summary: 'build images, and tell what they are and which rules they break',
    description: [
      'Builds the named images, or all, and reads what came of it: contract and waivers, user, accounts, sizes of layers and packages, licences, and programs with their hardening and what they lack. Nothing of an image is run.',
      'Exit code 3 where an image breaks its contract without a waiver, or "--require" without one of that name. What a file does not tell breaks no rule.',
    ],
    options: [
      ...DAEMON_OPTIONS,
      'progress',
      'platform',
      'mirror',
      'vendor',
      'secret',
      'ssh',
      'require',
      'page',
    ],
    examples: [
      { line: 'synth audit', does: 'in CI: exit 3 unless every image keeps its contract' },
      { line: 'synth audit hello --require pie,now', does: 'and its programs are hardened' },
      { line: 'synth audit --page audit.html', does: 'as a page for people' },
    ],
  },
  {
    name: 'history',
    arguments: '<action>…',
    summary: 'list the builds that the daemon remembers, look into them, or have it forget them',
    description: [
      'The actions are "ls", "inspect", "logs" and "rm", the last three with ids of builds. Speaks of the builds of a daemon, whoever asked for them. The id of a build is "buildx.build.ref" of --metadata-file; its beginning is enough. Without an id, "inspect" and "logs" are of the newest build.',
      '"logs" tells the progress of a build again, with the output of its steps.',
    ],
    options: [...DAEMON_OPTIONS, 'progress'],
    examples: [
      { line: 'synth history ls', does: 'the newest builds first' },
      { line: 'synth history logs', does: 'the output of the newest build' },
      { line: 'synth history inspect --json', does: 'all that is known of it' },
    ],
  },
  {
    name: 'du',
    summary: 'tell what the cache of the daemon holds',
    description: [
      'Lists the records of the cache, whoever made them, the smallest first, with their sum. A star after the id: it may still change; after the size: an image holds it, too.',
    ],
    options: [...DAEMON_OPTIONS, 'filter', 'verbose'],
    examples: [
      { line: 'synth du', does: 'one line for each record' },
      { line: 'synth du --filter type=exec.cachemount --verbose', does: 'the caches of mounts' },
      { line: 'synth du --filter until=168h', does: 'what was not used for a week' },
    ],
  },
  {
    name: 'prune',
    summary: 'remove cache of the daemon that nothing uses',
    description: [
      'Removes records of the cache, and tells of each. It asks first, unless --force is given. Options and their units are those of "docker buildx prune".',
      'What runs, and what other records lie upon that are kept, stays.',
    ],
    options: [
      ...DAEMON_OPTIONS,
      'all',
      'filter',
      'keep-duration',
      'reserved-space',
      'max-used-space',
      'min-free-space',
      'verbose',
      'force',
    ],
    examples: [
      { line: 'synth prune', does: 'all that no image holds' },
      { line: 'synth prune --force --keep-duration 168h', does: 'what was not used for a week' },
      { line: 'synth prune --force --max-used-space 20gb', does: 'the oldest, down to that size' },
    ],
  },
  {
    name: 'builder',
    summary: 'tell what the daemon is',
    description: [
      'Prints the address and version of the daemon, and of each worker the platforms, the labels, and the rules by which it removes cache by itself.',
    ],
    options: DAEMON_OPTIONS,
    examples: [{ line: 'synth builder --addr tcp://host:1234', does: 'of that daemon' }],
  },
  {
    name: 'dump',
    arguments: '[file.llb]',
    summary: 'print an LLB definition',
    description: [
      'Prints a definition, whoever made it, as one JSON object a line for each op: what "buildctl debug dump-llb" prints. Without a file, or for "-", it is read from stdin.',
      'Needs no app and no daemon.',
    ],
    options: ['dot'],
    examples: [
      { line: 'synth dump synth.out/hello.linux-amd64.llb', does: 'one line for each op' },
      {
        line: 'synth dump --dot synth.out/hello.linux-amd64.llb',
        does: 'the graph, to be drawn by "dot -Tsvg"',
      },
    ],
  },
  {
    name: 'explain',
    arguments: '[code]',
    summary: 'tell what an error code means, and how it is mended',
    description: [
      'Prints the meaning of an error code and what mends it. Without a code, all of them are listed.',
      'Needs no app and no daemon.',
    ],
    options: [],
    examples: [
      { line: 'synth explain E_LOCK_MISSING', does: 'one code' },
      { line: 'synth explain', does: 'every code with its meaning' },
    ],
  },
]);

/** Name of a command. */
export type CommandName = (typeof COMMANDS)[number]['name'];

/** The row of a command, or undefined when there is none. */
export function commandSpec(name: string): (CommandSpec & { name: CommandName }) | undefined {
  return COMMANDS.find((command) => command.name === name);
}

/** Every option that a command takes. */
export function commandOptions(spec: CommandSpec): readonly OptionName[] {
  return [...spec.options, ...COMMON_OPTIONS];
}
