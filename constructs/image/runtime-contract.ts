import type { BuildError } from '../../lib/errors';
import { idsOf } from './account/ids';
import { writableFolders } from './account/writable';
import { questionOf, variablesOf } from './probe/question';
import type { RuntimeImage } from './runtime-image';
import type { RuntimeWaivers } from './runtime-image-props';
import { variablesOfStart } from './start/plan';

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

// What belongs to the system: given to the user as a whole, it would be the user's to change.
const SYSTEM_FOLDERS =
  /^\/(?:$|(?:boot|etc|home|media|mnt|opt|root|run|srv|tmp|var)$|(?:bin|dev|lib\w*|proc|sbin|sys|usr)(?:\/|$))/;

const MAX_ID = 0xffff_ffff;

/** What an image asks for beyond the contract, without a waiver that says why. */
export function checkContract(image: RuntimeImage): BuildError[] {
  const { entrypoint, healthcheck, user = '', waivers = {} } = image.props;
  const writable = writableFolders(image.props);
  const programs = {
    entrypoint,
    ...(healthcheck?.command && { 'healthcheck.command': healthcheck.command }),
  };
  const errors: BuildError[] = [];
  for (const [property, command] of Object.entries(programs)) {
    if (command[0]?.startsWith('/')) continue;
    errors.push(
      image.error('E_ENTRYPOINT', `the ${property} names no program of the image`, {
        got: JSON.stringify(command),
        expected: "an absolute path and arguments: ['/boot/bin/hello']",
      }),
    );
  }
  if (user.split(':').some((id) => Number(id) > MAX_ID)) {
    errors.push(
      image.error('E_PROPERTY', 'property user does not fit', {
        got: `"${user}"`,
        expected: `numbers up to ${MAX_ID}, which is all that Linux has`,
      }),
    );
  }
  for (const { path } of writable) {
    // Mounted afresh at run time by every engine, so nothing of the image is behind it.
    if (path === '/tmp' || path === '/run' || !SYSTEM_FOLDERS.test(path)) continue;
    errors.push(
      image.error('E_RUNTIME_WRITABLE', `"${path}" cannot belong to the user of the image`, {
        got: `"${path}" in "writable"`,
        expected: 'a folder for data of this program alone: "/data", "/var/lib/hello"',
      }),
    );
  }
  const departures: [keyof RuntimeWaivers, boolean, string][] = [
    ['root', idsOf(image.props).uid === 0, 'the process runs as root'],
    ['healthcheck', healthcheck === undefined, 'there is no healthcheck'],
    ['writable', writable.length > 0, 'the process writes to the image'],
  ];
  for (const [waiver, departs, what] of departures) {
    if (departs && waivers[waiver] === undefined) errors.push(needsWaiver(image, waiver, what));
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

/** What the question of the healthcheck needs of the environment and does not find. */
export function checkVariables(
  image: RuntimeImage,
  environment: Readonly<Record<string, string>>,
): BuildError[] {
  const question = questionOf(image.props.healthcheck ?? {});
  if (question === undefined) return [];
  // A secret of a file is not in the environment.
  const read = variablesOfStart(image.props.start ?? {}).filter(({ options }) => !options.file);
  const given = new Set(read.map(({ name }) => name));
  const missing = variablesOf(question).filter(
    (name) => environment[name] === undefined && !given.has(name),
  );
  return missing.map((name) =>
    image.error('E_PROPERTY', `the healthcheck asks for a variable that the image has not`, {
      got: `"${name}" in "${question.target}"`,
      expected: 'a variable of the image, which whoever starts a container may change',
      fix: `give it a value: env: { ${name}: '…' }`,
    }),
  );
}

function needsWaiver(image: RuntimeImage, waiver: keyof RuntimeWaivers, what: string): BuildError {
  return image.error('E_RUNTIME_CONTRACT', what, {
    expected: `an image that keeps the contract, or the waiver "${waiver}"`,
    fix: `change it, or say why: waivers: { ${waiver}: '<reason>' }`,
  });
}
