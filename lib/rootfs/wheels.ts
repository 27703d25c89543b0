import { bindMount, type State, scratch } from '../llb';
import { script } from './script';
import type { RootfsStep } from './unpack';

/** Where {@link installWheels} has the wheels. */
const WHEELS = '/wheels';
const TARGET = '/target';

/** A wheel as a source. */
export interface Wheel {
  /** Name of the wheel, and of the one file of the state. */
  readonly filename: string;
  readonly state: State;
}

/** Wheels to install into one tree. */
export interface WheelsOptions extends RootfsStep {
  readonly wheels: readonly Wheel[];
  /** Folder of modules, and that of headers, relative to the tree. */
  readonly library: string;
  readonly headers: string;
  /** Program of the console scripts, absolute. */
  readonly interpreter: string;
  /** Date of everything. */
  readonly date: Date;
  /** Variables of markers, for the target. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of packages that come from elsewhere. */
  readonly elsewhere: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Installs wheels into an empty tree, and makes their console scripts; fails where two hold different
 * files of one name, where one needs another Python, or a package that is not there.
 *
 * Becomes one exec on the build platform, without network, whose output is the mount `/target`.
 *
 * @param root with Python, and the modules `installer` and `packaging`
 */
export function installWheels(root: State, options: WheelsOptions): State {
  const { date, elsewhere, env, environment, headers, interpreter, library } = options;
  const { source, title, wheels } = options;
  const { mount, path } = script('install-wheels.py', 'install-wheels.py');
  const epoch = date.getTime() / 1000;
  const given = JSON.stringify({
    library,
    headers,
    interpreter,
    epoch,
    environment,
    elsewhere,
  });
  return root
    .run({
      args: ['/usr/bin/python3', '-I', '-B', path, given],
      env,
      mounts: [
        bindMount(TARGET, scratch()),
        mount,
        ...wheels.map(({ filename, state }) =>
          bindMount(`${WHEELS}/${filename}`, state, { selector: `/${filename}`, readonly: true }),
        ),
      ],
      network: 'none',
      customName: title,
      source,
    })
    .mount(TARGET);
}
