import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { copy, type State, scratch } from '../../lib/llb';
import { instance, optional, type PropsOf, shape } from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import { PATTERNS } from '../core/artifact-operations';
import { FILE_DATE } from '../core/file-options';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { NpmPackages } from './npm-packages';

const NODE_PROGRAM_PROPS = shape({
  /** The packages of the project, which name its files too: `source`. */
  packages: instance(
    'packages of npm: new NpmPackages(...)',
    (value): value is NpmPackages => 'lower' in value && 'project' in value,
  ),
  /**
   * Files that are left out, with the rules of `.dockerignore`: `['test', '*.md']`.
   *
   * @default []
   */
  exclude: optional(PATTERNS),
});

/** Properties of a {@link NodeProgram}. */
export interface NodeProgramProps extends PropsOf<typeof NODE_PROGRAM_PROPS> {}

/** What is never of a project: packages come from the lock alone. */
const NEVER = ['**/node_modules', '**/.git', '**/.npmrc'];

/**
 * A program of Node: the files of a project, and its packages beside them, as `npm ci` leaves them. What
 * lies in a folder `node_modules` of the sources is left out, and so is `.npmrc`, which may hold a login.
 *
 * Becomes a `FileOp` of two copies.
 */
export class NodeProgram extends ArtifactConstruct {
  private readonly props: NodeProgramProps;

  constructor(scope: IConstruct, id: string, props: NodeProgramProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(NODE_PROGRAM_PROPS, this.props, () => {
      if (this.props.packages.project.source !== undefined) return [];
      return [
        this.error('E_PROPERTY', 'the packages are of no project', {
          got: 'packages by name',
          expected: 'packages of a source, whose files are the program',
          fix: "put the packages themselves into the image: packages.at('/app')",
        }),
      ];
    });
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const { exclude = [], packages } = this.props;
      const { directory = '', source } = packages.project;
      if (source === undefined) return scratch();
      const options = { copyDirContentsOnly: true, timestamp: FILE_DATE };
      const files = copy(lowerArtifact(source, target, this), `/${directory}`, '/', {
        ...options,
        excludePatterns: [...NEVER, ...exclude],
      });
      const all = files.copy(lowerArtifact(packages, target, this), '/', '/', options);
      return scratch().file(all, { customName: `${this.node.id}: files`, source: this.source });
    });
  }
}
