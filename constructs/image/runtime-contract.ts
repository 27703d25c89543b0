import type { BuildError } from '../../lib/errors';
import type { RuntimeImage } from './runtime-image';

/** Departures from the runtime contract: each with the reason that an audit will read. */
export interface RuntimeWaivers {
  /**
   * The process runs as root.
   *
   * @default - it does not
   */
  readonly root?: string;
  /**
   * There is no healthcheck.
   *
   * @default - there is one
   */
  readonly healthcheck?: string;
  /**
   * The process writes below the paths of `writable`.
   *
   * @default - it writes nowhere
   */
  readonly writable?: string;
  /**
   * The image holds a shell or a package manager.
   *
   * @default - it holds none
   */
  readonly shell?: string;
}

// Packages whose purpose is to run commands of a person, or to change the image from inside.
const SHELLS = new Set([
  'apt',
  'bash',
  'busybox',
  'busybox-static',
  'dash',
  'dpkg',
  'fish',
  'mksh',
  'sudo',
  'zsh',
]);

/** What an image asks for beyond the contract, without a waiver that says why. */
export function checkContract(image: RuntimeImage): BuildError[] {
  const { entrypoint, healthcheck, user = '', waivers = {}, writable = [] } = image.props;
  const errors: BuildError[] = [];
  if (!entrypoint[0]?.startsWith('/')) {
    errors.push(
      image.error('E_ENTRYPOINT', 'the entrypoint names no program of the image', {
        got: JSON.stringify(entrypoint),
        expected: "an absolute path and arguments: ['/boot/bin/hello']",
      }),
    );
  }
  if (user !== '' && !/^\d+:\d+$/.test(user)) {
    errors.push(
      image.error(
        'E_RUNTIME_USER',
        'the user is not numeric, and a runtime may not know its name',
        {
          got: `"${user}"`,
          expected: 'user and group as numbers: "65532:65532"',
        },
      ),
    );
  }
  const departures: [keyof RuntimeWaivers, boolean, string][] = [
    ['root', /^0+(:|$)/.test(user), 'the process runs as root'],
    ['healthcheck', healthcheck === undefined, 'there is no healthcheck'],
    ['writable', writable.length > 0, 'the process writes to the image'],
  ];
  for (const [waiver, departs, what] of departures) {
    if (departs && waivers[waiver] === undefined) errors.push(needsWaiver(image, waiver, what));
  }
  for (const [waiver, reason] of Object.entries(waivers)) {
    if (reason.trim() === '') {
      errors.push(
        image.error('E_WAIVER_REASON', `the waiver "${waiver}" gives no reason`, {
          expected: 'a sentence that an audit can print',
        }),
      );
    }
  }
  return errors;
}

/** The packages of a locked runtime that the contract forbids, without a waiver. */
export function checkPackages(image: RuntimeImage, names: readonly string[]): BuildError[] {
  const shells = names.filter((name) => SHELLS.has(name));
  if (shells.length === 0 || image.props.waivers?.shell !== undefined) return [];
  const what = `the packages bring a shell or a package manager: ${shells.join(', ')}`;
  return [needsWaiver(image, 'shell', what)];
}

function needsWaiver(image: RuntimeImage, waiver: keyof RuntimeWaivers, what: string): BuildError {
  return image.error('E_RUNTIME_CONTRACT', what, {
    expected: `an image that keeps the contract, or the waiver "${waiver}"`,
    fix: `change it, or say why: waivers: { ${waiver}: '<reason>' }`,
  });
}
