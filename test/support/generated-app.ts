import * as fc from 'fast-check';
import {
  App,
  type AppProps,
  Artifact,
  BaseImage,
  BuildStage,
  type BuildStageProps,
  Construct,
  DebianBase,
  type DebianPackages,
  type HealthcheckProps,
  HttpFile,
  type IArtifact,
  type IConstruct,
  InlineFile,
  PinnedGitSource,
  place,
  RuntimeImage,
} from '../../constructs';

/** How packages are said: all at once, the first apart from the others, or each over the one before. */
type Layers = 'once' | 'twice' | 'each';

/** A stage of a plan; its mounts are sources, or earlier stages of the same image. */
export interface StagePlan {
  readonly packages: readonly string[];
  readonly layers: Layers;
  readonly cross: 'c' | 'c++' | undefined;
  readonly mounts: readonly number[];
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  readonly caches: Readonly<Record<string, string>>;
}

/** An image of a plan. */
export interface ImagePlan {
  readonly kind: 'base' | 'runtime';
  readonly packages: readonly string[];
  readonly layers: Layers;
  /** Whether the app says hash and commit itself, so that the lock is not asked. */
  readonly isPinned: boolean;
  /** Whether it is in a construct of its own. */
  readonly isNested: boolean;
  /** Whether its name is another than its id. */
  readonly isNamed: boolean;
  readonly stages: readonly StagePlan[];
  readonly source: 'git' | 'http' | 'both';
  readonly at: string | undefined;
  /** What is done with its files before they are put there. */
  readonly change: 'none' | 'owner' | 'exclude' | 'merge' | 'file';
  readonly platforms: readonly string[];
  /** What a runtime is asked. */
  readonly healthcheck: HealthcheckProps | undefined;
}

const PACKAGES = ['make', 'cmake', 'gcc', 'libc6', 'openssl', 'zlib1g'];
const packages = fc.uniqueArray(fc.constantFrom(...PACKAGES), { maxLength: 3 });
const layers = fc.constantFrom<Layers>('once', 'twice', 'each');

const stage: fc.Arbitrary<StagePlan> = fc.record({
  packages,
  layers,
  cross: fc.constantFrom('c' as const, 'c++' as const, undefined),
  mounts: fc.array(fc.nat(5), { maxLength: 3 }),
  command: fc.constantFrom('build', 'install', 'check'),
  env: fc.constantFrom<Readonly<Record<string, string>>>({}, { MODE: 'fast' }, { MODE: 'small' }),
  caches: fc.constantFrom<Readonly<Record<string, string>>>({}, { '/root/.cache': 'compiler' }),
});

/** A plan of one image, of all constructs and most of their options. */
export const imagePlan: fc.Arbitrary<ImagePlan> = fc.record({
  kind: fc.constantFrom('base' as const, 'runtime' as const),
  packages,
  layers,
  isPinned: fc.boolean(),
  isNested: fc.boolean(),
  isNamed: fc.boolean(),
  stages: fc.array(stage, { maxLength: 3 }),
  source: fc.constantFrom('git' as const, 'http' as const, 'both' as const),
  at: fc.constantFrom(undefined, '/', '/boot/bin', '/usr/share/x'),
  change: fc.constantFrom(
    'none' as const,
    'owner' as const,
    'exclude' as const,
    'merge' as const,
    'file' as const,
  ),
  platforms: fc.constantFrom(
    ['linux/amd64'],
    ['linux/arm64'],
    ['linux/amd64', 'linux/arm64'],
    ['linux/arm64', 'linux/arm/v7', 'linux/riscv64'],
  ),
  healthcheck: fc.constantFrom(
    undefined,
    { tcp: '127.0.0.1:80' },
    { http: 'https://127.0.0.1/health' },
  ),
});

/** Plans of images by their names. */
export const appPlan: fc.Arbitrary<Readonly<Record<string, ImagePlan>>> = fc
  .array(imagePlan, { minLength: 1, maxLength: 3 })
  .map((list) => Object.fromEntries(list.map((plan, index) => [`image-${index}`, plan])));

/** An app with one Debian, and the images of the plans by their names. */
export function generatedApp(
  plans: Readonly<Record<string, ImagePlan>>,
  props: AppProps = {},
): App {
  const app = new App(props);
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  for (const [name, plan] of Object.entries(plans)) {
    const scope = plan.isNested ? new Construct(app, `group of ${name}`) : app;
    addImage(scope, debian, name, plan);
  }
  return app;
}

function addImage(scope: IConstruct, debian: DebianBase, name: string, plan: ImagePlan): void {
  const { at, change, isNamed, kind, packages: names, platforms } = plan;
  const id = isNamed ? `The ${name}` : name;
  const common = { platforms, ...(isNamed ? { name } : {}) };
  if (kind === 'base') {
    new BaseImage(scope, id, { ...common, base: minbase(debian, names, plan.layers) });
    return;
  }
  const artifacts = sources(scope, name, plan);
  plan.stages.forEach((one, index) => {
    const made = new BuildStage(
      scope,
      `${name}-stage-${index}`,
      stageProps(debian, one, artifacts),
    );
    artifacts.push(made.directory('/out'), made.directory('/out/lib').at('/usr/lib'));
  });
  const last = artifacts.at(-1);
  if (last === undefined) throw new Error('no artifact');
  new RuntimeImage(scope, id, {
    ...common,
    base: debian.runtime({ packages: names }),
    files: [at === undefined ? changed(last, change) : place(changed(last, change), at)],
    entrypoint: ['/boot/bin/x'],
    ...(plan.healthcheck === undefined
      ? { waivers: { healthcheck: 'a generated image' } }
      : { healthcheck: plan.healthcheck }),
  });
}

function changed(artifact: IArtifact, change: ImagePlan['change']): IArtifact {
  const files = Artifact.of(artifact);
  switch (change) {
    case 'none':
      return artifact;
    case 'owner':
      return files.at('/srv', { owner: '1:2', mode: 0o640 });
    case 'exclude':
      return files.exclude('*.tmp').include('bin');
    case 'merge':
      return Artifact.merge(files, InlineFile.json({ a: 1 }).at('/etc/a.json'));
    case 'file':
      return files.file('bin/x').at('/boot/bin/x');
  }
}

function sources(scope: IConstruct, name: string, { isPinned, source }: ImagePlan): IArtifact[] {
  const git = new PinnedGitSource(scope, `${name}-git`, {
    url: 'https://example.org/x',
    ...(isPinned ? { commit: 'c'.repeat(40) } : { tag: 'v1' }),
  });
  const http = new HttpFile(scope, `${name}-http`, {
    url: 'https://example.org/x.tar',
    ...(isPinned ? { sha256: 'a'.repeat(64) } : {}),
  });
  return source === 'git' ? [git] : source === 'http' ? [http] : [git, http];
}

function stageProps(
  debian: DebianBase,
  { caches, command, cross, env, layers: how, mounts, packages: names }: StagePlan,
  artifacts: readonly IArtifact[],
): BuildStageProps {
  const mounted = mounts.flatMap((index, place) => {
    const artifact = artifacts[index % artifacts.length];
    return artifact === undefined ? [] : [[`/src/${place}`, artifact] as const];
  });
  return {
    base: minbase(debian, names, how),
    ...(cross === undefined ? {} : { cross }),
    mounts: Object.fromEntries(mounted),
    caches,
    env,
    run: ({ target }) => [['make', command, `CC=${target.gnu}-gcc`]],
  };
}

function minbase(debian: DebianBase, names: readonly string[], how: Layers): DebianPackages {
  const [first, ...others] = names;
  if (first === undefined || how === 'once') return debian.minbase({ packages: names });
  const root = debian.minbase({ packages: [first] });
  if (how === 'twice') return root.with({ packages: others });
  return others.reduce((below, name) => below.with({ packages: [name] }), root);
}
