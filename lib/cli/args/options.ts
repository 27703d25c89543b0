/** One option of the command line. */
export interface OptionSpec {
  /** Long name without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value in the help; absent for a flag. */
  readonly value?: string;
  /** What it does, in one sentence without a final period. */
  readonly summary: string;
  /** What holds when it is not given; shown in the help. */
  readonly default?: string;
}

const table = <const T extends readonly OptionSpec[]>(specs: T): T => specs;

/** Every option of `synth`. The parser, the help and `docs/cli.md` are made from this table. */
export const OPTIONS = table([
  {
    name: 'app',
    value: 'file|command|dir',
    summary: 'the app: a .ts or .js file, a command that runs it, or a folder that it wrote',
    default: '"app" of synth.json or of "synth" in package.json, else app.ts or app.js',
  },
  {
    name: 'out',
    value: 'dir',
    summary: 'where the assembly is written',
    default: '"output" of synth.json or of "synth" in package.json, else synth.out',
  },
  {
    name: 'addr',
    value: 'address',
    summary:
      'buildkitd or Docker Engine: unix:///path, tcp://host:port; or what connects to a buildkitd: docker-container://name, kube-pod://name, ssh://host',
    default: 'BUILDKIT_HOST, else DOCKER_HOST, else a running buildkitd or Docker Engine',
  },
  {
    name: 'tlscacert',
    value: 'file',
    summary:
      'speak TLS with the daemon; PEM of the authorities that may have signed its certificate',
    default: 'the authorities that Node trusts, once another option asks for TLS',
  },
  {
    name: 'tlscert',
    value: 'file',
    summary: 'PEM of the certificate to show to the daemon',
    default: 'none',
  },
  {
    name: 'tlskey',
    value: 'file',
    summary: 'PEM of the private key of --tlscert',
    default: 'none',
  },
  {
    name: 'tlsservername',
    value: 'host',
    summary: 'the host that the certificate of the daemon must be for',
    default: 'the host of the address',
  },
  {
    name: 'tlsdir',
    value: 'dir',
    summary: 'folder of ca.pem, cert.pem and key.pem, instead of the three options',
    default:
      'DOCKER_CERT_PATH, where the daemon is that of DOCKER_HOST and DOCKER_TLS_VERIFY is set',
  },
  {
    name: 'progress',
    value: 'auto|plain|tty|quiet|rawjson',
    summary: 'how progress is shown on stderr',
    default: 'BUILDKIT_PROGRESS, else auto: tty on a terminal, plain elsewhere and where CI is set',
  },
  {
    name: 'platform',
    value: 'os/arch',
    summary: 'only these platforms: a list with commas, or given several times',
    default: 'every platform of the image',
  },
  {
    name: 'output',
    short: 'o',
    value: 'type=…,dest=…',
    summary:
      'give the result to this exporter: image, registry, local, tar, oci, docker, with its attributes; several times',
    default: 'type=image: it stays in the image store of the daemon',
  },
  {
    name: 'format',
    value: 'spdx|cyclonedx',
    summary: 'format of the bill of materials',
    default: 'spdx',
  },
  {
    name: 'dir',
    value: 'dir',
    summary: 'write a file for each document into this folder',
    default: 'stdout, for one document',
  },
  {
    name: 'page',
    value: 'file',
    summary: 'write the audit as a page of HTML, too',
    default: 'none',
  },
  {
    name: 'require',
    value: 'name',
    summary:
      'hardening that each program must have that no package brought: pie, relro, now, nx, stack-protector, fortify, no-runpath; a list with commas, or given several times',
    default: 'none',
  },
  {
    name: 'load',
    summary: 'give the image to Docker: the same as --output type=docker',
  },
  {
    name: 'push',
    summary: 'push the images under their names: the same as --output type=registry',
  },
  {
    name: 'iidfile',
    value: 'file',
    summary: 'write the digest of the one image that is built',
  },
  {
    name: 'quiet',
    short: 'q',
    summary: 'no progress, and on stdout nothing but the digests of the images',
  },
  {
    name: 'secret',
    value: 'id=…[,src=…|,env=…]',
    summary: 'secret that steps and git may ask for, from a file or a variable; several times',
    default: 'without src and env, the variable of that name, else the file of that name',
  },
  {
    name: 'ssh',
    value: 'default|id[=socket]',
    summary: 'ssh agent that steps and git may use; several times',
    default: 'without a socket, that of SSH_AUTH_SOCK',
  },
  {
    name: 'label',
    value: 'key=value',
    summary: 'label of the images; several times',
    default: 'those of the app',
  },
  {
    name: 'annotation',
    value: '[place:]key=value',
    summary:
      'annotation of the images; place is manifest, index, manifest-descriptor or index-descriptor, with a platform as in manifest[linux/arm64]; several times',
    default: 'none',
  },
  {
    name: 'git-labels',
    summary:
      'labels of what git says of the app: revision, source, version, and created, which is the date of the image; so does BUILDX_GIT_LABELS',
  },
  {
    name: 'provenance',
    value: 'true|false|mode=…',
    summary:
      'have the daemon say how the images were made, as an attestation in the index, whose digest it changes each time',
    default: 'false',
  },
  {
    name: 'sbom',
    value: 'true|false|generator=…',
    summary:
      'put the bill of "synth sbom" into the index, as an attestation, which is the same each time; with generator=image, what that scanner finds',
    default: 'false',
  },
  {
    name: 'attest',
    value: 'type=…',
    summary:
      'the same as --provenance and --sbom, as buildx has it: type=provenance,mode=max, type=sbom; several times',
    default: 'none',
  },
  {
    name: 'cache-from',
    value: 'type=…,ref=…',
    summary:
      'read cache, beside that of the daemon: registry, local, gha, s3, azblob; "{image}" and "{platform}" are put in; several times',
    default: '"cache-from" of synth.environment.json',
  },
  {
    name: 'cache-to',
    value: 'type=…,ref=…',
    summary: 'write cache: as --cache-from, and inline; with mode=max, that of every step',
    default: '"cache-to" of synth.environment.json',
  },
  {
    name: 'source-policy-file',
    value: 'file',
    summary:
      "rules for what the daemon may fetch, in BuildKit's JSON: those that deny a source, or convert it to another",
    default: 'EXPERIMENTAL_BUILDKIT_SOURCE_POLICY, else it fetches what the definitions name',
  },
  {
    name: 'vendor',
    value: 'folder',
    summary: 'take all inputs from the folder that "synth vendor" has filled, and fetch nothing',
    default: 'vendor of synth.environment.json, else inputs are fetched',
  },
  {
    name: 'own-sources',
    summary:
      'have the daemon fetch nothing but the sources of the definitions, and ask before each; BuildKit 0.26',
  },
  {
    name: 'allow',
    value: 'network.host|security.insecure|device',
    summary: 'let steps do that, where the daemon allows it as well; several times',
    default: 'nothing',
  },
  {
    name: 'on-error',
    value: 'shell',
    summary: 'when a step fails, open a shell in it, as it was left; on a terminal',
    default: 'the build ends',
  },
  { name: 'no-cache', summary: 'run every vertex anew' },
  { name: 'no-tests', summary: 'leave out the tests of the images' },
  {
    name: 'since',
    value: 'commit',
    summary:
      'only images that the app makes otherwise than at a commit of git: a branch, a tag, HEAD~1',
    default: 'all that are named',
  },
  {
    name: 'jobs',
    short: 'j',
    value: 'number',
    summary: 'how many images are built at once',
    default: '8',
  },
  {
    name: 'keep-going',
    short: 'k',
    summary: 'build the other images where one fails, and tell all failures at the end',
    default: 'the first failure ends the run',
  },
  {
    name: 'mirror',
    value: 'url',
    summary:
      'Debian mirror to fetch from; "debian-security=url" is one for that archive, "crates=url" one of crates.io, "go=url" a proxy of Go modules, "pypi=url" one of the files of the public Python index, "npm=url" a registry of npm',
    default: 'SYNTH_DEBIAN_MIRROR and SYNTH_DEBIAN_SECURITY_MIRROR, else the snapshot archive',
  },
  {
    name: 'metadata-file',
    value: 'file',
    summary: 'write what the exporters answered, by image, as JSON',
  },
  {
    name: 'check',
    summary: 'write nothing; exit 3 when the lock misses an entry or holds an unused one',
  },
  {
    name: 'filter',
    value: 'field=value',
    summary:
      'only records that fit: id, parents, description, type (with =, != or ~=), inuse, mutable, immutable, shared, private, until=24h; several times, all must fit',
  },
  { name: 'verbose', summary: 'all that is known of each record' },
  {
    name: 'all',
    short: 'a',
    summary: 'also what images hold, and what the daemon keeps for itself',
  },
  {
    name: 'keep-duration',
    value: '24h',
    summary: 'keep what was used within this time: the same as --filter until=24h',
    default: 'nothing is kept for that',
  },
  {
    name: 'reserved-space',
    value: 'size',
    summary: 'what the cache may always have, e.g. 10gb, in powers of 1024',
    default: 'nothing',
  },
  {
    name: 'max-used-space',
    value: 'size',
    summary: 'what the cache may have at most: only what is beyond is removed',
    default: 'no limit',
  },
  {
    name: 'min-free-space',
    value: 'size',
    summary: 'what shall be free on the disk of the daemon: only what is missing is removed',
    default: 'nothing',
  },
  { name: 'force', short: 'f', summary: 'do not ask' },
  {
    name: 'snapshot',
    value: 'date',
    summary: "date of Debian's snapshot that newer packages are taken from, YYYYMMDDThhmmssZ",
    default: 'now',
  },
  {
    name: 'security',
    summary:
      'only Debian packages that an advisory is about; SYNTH_DEBIAN_TRACKER names another place of its data',
  },
  {
    name: 'lock',
    summary: 'prove the lock instead: from the signature of each Release to each Debian package',
  },
  {
    name: 'fetch',
    summary: 'with --lock: fetch Releases and indexes that this machine does not keep',
  },
  { name: 'dot', summary: 'a graph for Graphviz, instead of JSON lines' },
  { name: 'json', summary: 'the result on stdout as JSON' },
  { name: 'no-color', summary: 'no colors; so does NO_COLOR in the environment' },
  { name: 'debug', summary: 'show stack traces of errors' },
  { name: 'help', short: 'h', summary: 'show help' },
  { name: 'version', summary: 'show the version' },
]);

/** Name of an option, without the dashes. */
export type OptionName = (typeof OPTIONS)[number]['name'];

/** The row of an option. */
export function optionSpec(name: OptionName): OptionSpec {
  const spec = OPTIONS.find((option) => option.name === name);
  if (spec === undefined) throw new RangeError(`no option ${name}`);
  return spec;
}

/** `-o, --output <type=…,dest=…>` */
export function optionUsage({ name, short, value }: OptionSpec): string {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return value === undefined ? names : `${names} <${value}>`;
}
