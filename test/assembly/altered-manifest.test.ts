import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readAssembly } from '../../lib/assembly/assembly-reader';
import { planBuilds } from '../../lib/build/plan/plan-builds';
import { loadEnvironment } from '../../lib/environment';
import { BuildError } from '../../lib/errors';
import { DEB_URL, writeSample } from '../support/sample-assembly';
import { temporaryFolder } from '../support/temporary-folder';

type Path = readonly (string | number)[];

const place = temporaryFolder('altered');
const project = join(place, 'project');
const folder = writeSample(project);
const file = join(folder, 'manifest.json');
const written = JSON.parse(readFileSync(file, 'utf8'));
const environment = loadEnvironment({ folder: place, env: { HOME: place } });
mkdirSync(join(place, 'outside'));
symlinkSync('../outside', join(project, 'leads-out'));
cpSync(join(folder, 'hello.linux-amd64.llb'), join(place, 'outside.llb'));

/** Places of all values below a value, itself among them. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...at, key]))];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], root);
}

/** A copy with another value in a place; without it where that is undefined. */
function withValue(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...Object(value) };
  const part = withValue(Object(copy)[key], rest, other);
  if (part === undefined && Array.isArray(copy)) copy.splice(Number(key), 1);
  else Object.defineProperty(copy, key, { value: part, enumerable: true });
  return copy;
}

const TEXTS = [
  '',
  '.',
  '..',
  '/',
  '../outside',
  'leads-out',
  'files/../../outside',
  '/etc/passwd',
  'file:///etc/passwd',
  `${DEB_URL}/../x`,
  '../outside.llb',
  'manifest.json',
  'other.linux-amd64.llb',
  'linux/arm64',
  'linux/amd64\n',
  'constructor',
  '__proto__',
  'toString',
  'http',
  'debian',
  `sha256:${'0'.repeat(64)}`,
  'a\0b',
  '\u001b[2J',
  '\ud800',
];
const other = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS),
  fc.string(),
  fc.constantFrom<unknown>(null, true, false, -1, 0.5, 1e15, 2 ** 53, [], {}, [[]], undefined),
  fc.jsonValue({ maxDepth: 3 }),
);
const place$ = fc.constantFrom(...pathsOf(written));
/** Another value, that of another place, or a member more. */
const mutation = fc.oneof(
  fc.record({ path: place$, value: other }),
  fc.record({ path: place$, value: place$.map((from) => valueAt(written, from)) }),
  fc
    .record({ path: place$, key: fc.constantFrom(...TEXTS, '0', '9'), value: other })
    .map(({ key, path, value }) => ({ path: [...path, key], value })),
);

/** All that a build of the assembly would do. */
function planOf(): unknown {
  const assembly = readAssembly(folder);
  const plan = planBuilds(assembly, { environment, cwd: place });
  return plan.images.map(({ name, references, platforms, manifest }) => ({
    name,
    references,
    manifest: { ...manifest, platforms: [] },
    platforms: platforms.map(({ config, definition, digest, inputs, platform }) => ({
      config: Buffer.from(config).toString('utf8'),
      definition: createHash('sha256').update(definition.toBytes()).digest('hex'),
      digest,
      inputs,
      platform,
    })),
  }));
}

interface Fixed {
  readonly platforms: readonly { readonly [name: string]: unknown }[];
}

function withoutSource(plan: unknown): unknown {
  return (plan as readonly Fixed[]).map(({ platforms }) =>
    platforms.map(({ config, definition, digest, platform }) => ({
      config,
      definition,
      digest,
      platform,
    })),
  );
}

/** Whether each folder that would be sent lies in the project. */
function isWithin(plan: unknown): boolean {
  return (
    JSON.stringify(plan)
      .match(/"from":"\/[^"]*"/g)
      ?.every((from) => from.startsWith(`"from":"${project}`)) ?? true
  );
}

/** What is no part of what is built, and what any valid value of is the app's own to choose. */
const FREE =
  /^(images\.\d+\.(name|constructPath|source|publish|sourceDateEpoch|isDated|platforms\.\d+\.(packages|capabilities))|images(\.\d+)?$|locals|archiveFiles|requests|missing)/;

test('an altered manifest is refused by its file and place, or builds the same', () => {
  const before = planOf();
  let taken = 0;
  fc.assert(
    fc.property(mutation, ({ path, value }) => {
      writeFileSync(file, JSON.stringify(withValue(written, path, value)) ?? 'undefined');
      let plan: unknown;
      try {
        plan = planOf();
      } catch (error) {
        if (!BuildError.is(error)) throw error;
        for (const { code, details, message } of error.all) {
          expect(['E_ASSEMBLY_FORMAT', 'E_LOCAL_FOLDER', 'E_LOCK_MISSING']).toContain(code);
          if (code === 'E_ASSEMBLY_FORMAT')
            expect(message).toMatch(/manifest\.json|\.llb|\.config\.json/);
          expect(details.fix ?? details.expected).toBeDefined();
        }
        return;
      }
      taken++;
      expect(isWithin(plan)).toBe(true);
      if (FREE.test(path.join('.')))
        expect(withoutSource(before)).toEqual(
          expect.arrayContaining(withoutSource(plan) as unknown[]),
        );
      else expect(plan).toEqual(before);
    }),
    {
      numRuns: 1500,
      examples: [
        [{ path: ['archiveFiles', DEB_URL, 'archive'], value: 'constructor' }],
        [{ path: ['locals', 'files', 'path'], value: 'leads-out' }],
      ],
    },
  );
  expect(taken).toBeGreaterThan(0);
});
