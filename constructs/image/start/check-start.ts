import type { BuildError } from '../../../lib/errors';
import { writableFolders } from '../account/writable';
import type { RuntimeImage } from '../runtime-image';
import { START } from './place';
import { startCommands, variablesOfStart } from './plan';
import type { StartProps } from './start-props';
import { Template } from './template';

/** What a start asks for that cannot be when the container runs. */
export function checkStart(image: RuntimeImage): BuildError[] {
  const { start } = image.props;
  if (start === undefined) return [];
  return [
    ...checkPlaces(image, start),
    ...checkReaders(image, start),
    ...checkCommands(image, start),
  ];
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** The root is read-only: what is written needs a place. */
function checkPlaces(image: RuntimeImage, { files = [], folders = [], once }: StartProps) {
  const writable = writableFolders(image.props).map(({ path }) => path);
  // A fresh /run is root's.
  const places = ['/tmp', ...writable];
  const refuse = (path: string, expected: string) =>
    image.error('E_START', `"${path}" cannot be made when the container starts`, {
      got: `"${path}" in "start"`,
      expected,
    });
  const errors = [...folders, ...files.map(({ path }) => path)]
    .filter((path) => !places.some((folder) => isBelow(path, folder)))
    .map((path) => refuse(path, `a path below ${places.join(', ')}`));
  if (once === undefined) return errors;
  if (!writable.some((folder) => isBelow(once.folder, folder))) {
    const below = writable.length === 0 ? 'a path of "writable"' : writable.join(', ');
    errors.push(refuse(once.folder, `a folder below ${below}, which keeps it`));
  }
  const early = [...folders, ...files.map(({ path }) => path)].filter(
    (path) => path === once.folder || isBelow(path, once.folder),
  );
  return [
    ...errors,
    ...early.map((path) =>
      refuse(path, `a path beside "${once.folder}", which is not there yet at the first start`),
    ),
  ];
}

/** Variables have one meaning each, and no secret is where others can read it. */
function checkReaders(image: RuntimeImage, start: StartProps): BuildError[] {
  const { env = {} } = image.props;
  const errors: BuildError[] = [];
  const known = new Map<string, string>();
  for (const { name, options } of variablesOfStart(start)) {
    const meaning = JSON.stringify([options.default, options.file]);
    if ((known.get(name) ?? meaning) !== meaning) {
      errors.push(
        image.error('E_START', `the variable "${name}" is declared in two ways`, {
          expected: 'one default and one file for a name: make the variable once and use it twice',
        }),
      );
    }
    if (!known.has(name) && env[name] !== undefined) {
      errors.push(
        image.error('E_START', `the variable "${name}" has its value twice`, {
          got: `"${name}" in "env" and in "start"`,
          expected: 'one place that says it',
          fix: `leave it out of "env": variable('${name}', { default: '…' })`,
        }),
      );
    }
    known.set(name, meaning);
  }
  const words = startCommands(start)
    .flatMap(({ command }) => command)
    .filter((word) => Template.isTemplate(word));
  for (const { name, options } of words.flatMap(({ variables }) => variables)) {
    if (options.file === undefined) continue;
    errors.push(
      image.error('E_START', `the secret "${name}" is an argument, which every process can read`, {
        expected: `a program that reads "${options.file}" itself, a file of "start.files", or "input"`,
      }),
    );
  }
  return errors;
}

function checkCommands(image: RuntimeImage, start: StartProps): BuildError[] {
  return startCommands(start)
    .map(({ command: [program] }) => program)
    .filter((program) => typeof program !== 'string' || !program.startsWith('/'))
    .map((program) =>
      image.error('E_ENTRYPOINT', 'a command of start.once names no program of the image', {
        got: Template.isTemplate(program) ? 'a template' : JSON.stringify(program),
        expected: "an absolute path and arguments: ['/usr/bin/initdb', '.']",
      }),
    );
}

/** Absolute paths of the programs that a start runs, itself among them. */
export function startPrograms(start: StartProps): readonly string[] {
  const first = startCommands(start).map(({ command: [program] }) => program);
  return [START, ...first.filter((program) => typeof program === 'string')];
}
