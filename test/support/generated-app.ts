import * as fc from 'fast-check';
import {
  App,
  BaseImage,
  BuildStage,
  type BuildStageProps,
  DebianBase,
  type DebianPackages,
  HttpFile,
  type IArtifact,
  PinnedGitSource,
  place,
  RuntimeImage,
} from '../../constructs';

/** A stage of a plan; its mounts are sources, or earlier stages of the same image. */
export interface StagePlan {
  readonly packages: readonly string[];
  readonly cross: 'c' | 'c++' | undefined;
  readonly mounts: readonly number[];
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** An image of a plan. */
export interface ImagePlan {
  readonly kind: 'base' | 'runtime';
  readonly packages: readonly string[];
  readonly stages: readonly StagePlan[];
  readonly source: 'git' | 'http' | 'both';
  readonly at: string | undefined;
  readonly platforms: readonly string[];
}

const PACKAGES = ['make', 'cmake', 'gcc', 'libc6', 'openssl', 'zlib1g'];
const packages = fc.uniqueArray(fc.constantFrom(...PACKAGES), { maxLength: 3 });

const stage: fc.Arbitrary<StagePlan> = fc.record({
  packages,
  cross: fc.constantFrom('c' as const, 'c++' as const, undefined),
  mounts: fc.array(fc.nat(5), { maxLength: 3 }),
  command: fc.constantFrom('build', 'install', 'check'),
  env: fc.constantFrom<Readonly<Record<string, string>>>({}, { MODE: 'fast' }, { MODE: 'small' }),
});

/** A plan of one image, of all constructs and most of their options. */
export const imagePlan: fc.Arbitrary<ImagePlan> = fc.record({
  kind: fc.constantFrom('base' as const, 'runtime' as const),
  packages,
  stages: fc.array(stage, { maxLength: 3 }),
  source: fc.constantFrom('git' as const, 'http' as const, 'both' as const),
  at: fc.constantFrom(undefined, '/', '/boot/bin', '/usr/share/x'),
  platforms: fc.constantFrom(
    ['linux/amd64'],
    ['linux/arm64'],
    ['linux/amd64', 'linux/arm64'],
    ['linux/arm64', 'linux/arm/v7', 'linux/riscv64'],
  ),
});

/** An app with one Debian, and the images of the plans by their names. */
export function generatedApp(plans: Readonly<Record<string, ImagePlan>>): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  for (const [name, plan] of Object.entries(plans)) addImage(app, debian, name, plan);
  return app;
}

function addImage(app: App, debian: DebianBase, name: string, plan: ImagePlan): void {
  const { at, kind, platforms, source } = plan;
  if (kind === 'base') {
    new BaseImage(app, name, { base: minbase(debian, plan.packages), platforms });
    return;
  }
  const git = new PinnedGitSource(app, `${name}-git`, { url: 'https://example.org/x', tag: 'v1' });
  const http = new HttpFile(app, `${name}-http`, { url: 'https://example.org/x.tar' });
  const artifacts: IArtifact[] =
    source === 'git' ? [git] : source === 'http' ? [http] : [git, http];
  plan.stages.forEach((one, index) => {
    const made = new BuildStage(app, `${name}-stage-${index}`, stageProps(debian, one, artifacts));
    artifacts.push(made.directory('/out'), made.directory('/out/lib').at('/usr/lib'));
  });
  const last = artifacts.at(-1);
  if (last === undefined) throw new Error('no artifact');
  new RuntimeImage(app, name, {
    base: debian.runtime({ packages: plan.packages }),
    files: [at === undefined ? last : place(last, at)],
    entrypoint: ['/boot/bin/x'],
    waivers: { healthcheck: 'a generated image' },
    platforms,
  });
}

function stageProps(
  debian: DebianBase,
  { command, cross, env, mounts, packages: names }: StagePlan,
  artifacts: readonly IArtifact[],
): BuildStageProps {
  const mounted = mounts.flatMap((index, place) => {
    const artifact = artifacts[index % artifacts.length];
    return artifact === undefined ? [] : [[`/src/${place}`, artifact] as const];
  });
  return {
    base: minbase(debian, names),
    ...(cross === undefined ? {} : { cross }),
    mounts: Object.fromEntries(mounted),
    env,
    run: ({ target }) => [['make', command, `CC=${target.gnu}-gcc`]],
  };
}

// Both ways to say the same: at once, and layer by layer.
function minbase(debian: DebianBase, names: readonly string[]): DebianPackages {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) return debian.minbase({ packages: names });
  return debian.minbase({ packages: [first] }).with({ packages: others });
}
