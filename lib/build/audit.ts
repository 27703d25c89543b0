import type { Assembly } from '../assembly/assembly-reader';
import type { ImageManifest } from '../assembly/manifest';
import type { HardeningName, ImageAudit, Rule } from '../audit';
import { removeTemporarySync, temporaryFolder } from '../files/temporary';
import { type PlanOptions, planBuilds } from './plan/plan-builds';
import { selectImages } from './plan/select-images';
import type { BuildOptions } from './solve/build-options';

/** What {@link audit} is asked for. */
export interface AuditOptions
  extends BuildOptions,
    Pick<PlanOptions, 'cwd' | 'env' | 'environment' | 'images' | 'platforms'> {
  /**
   * Hardenings that each program must have that no package brought; what a file does not tell, it has.
   *
   * @default []
   */
  readonly require?: readonly HardeningName[] | undefined;
  /** Rules of one's own. @default [] */
  readonly rules?: readonly Rule[] | undefined;
}

/**
 * Builds images and looks at what came of it: contract and waivers, user, accounts, layers, packages
 * with sizes and licences, programs with their hardening and what they lack. A rule is broken where a
 * finding has no waiver.
 *
 * Its tests are run first. Each image is exported as an OCI layout to a temporary folder, so what is read is what is pushed.
 *
 * @throws as `planBuilds` and `build` do
 */
export async function audit(assembly: Assembly, options: AuditOptions = {}): Promise<ImageAudit[]> {
  const { cwd, env, environment, images = [], platforms = [], require = [], rules = [] } = options;
  const selected = selectImages(assembly.manifest, images, platforms);
  const [{ auditImage, requireHardening }, { runPlan }] = await Promise.all([
    import('../audit'),
    import('./solve/run-builds'),
  ]);
  const audits: ImageAudit[] = [];
  for (const { image } of selected) {
    const layout = temporaryFolder('synth-audit');
    try {
      const output = { type: 'oci', dest: layout, attrs: { tar: false } } as const;
      const plan = planBuilds(assembly, {
        images: [image.name],
        platforms,
        outputs: [output],
        cwd,
        env,
        environment,
      });
      const [{ digest } = { digest: undefined }] = await runPlan(plan, options);
      if (digest === undefined) continue;
      const { name, waivers } = image;
      const tests = testsOf(image);
      const all = [requireHardening(require), ...rules];
      audits.push(
        ...(await auditImage({ image: name, waivers, tests, layout, digest, rules: all })),
      );
    } finally {
      removeTemporarySync(layout);
    }
  }
  return audits;
}

/** Names of tests by platform; undefined for an image without any. */
function testsOf({ platforms }: ImageManifest): Record<string, string[]> | undefined {
  const named = platforms.flatMap(({ platform, tests = [] }) =>
    tests.length === 0 ? [] : [[platform, tests.map(({ name }) => name)] as const],
  );
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
