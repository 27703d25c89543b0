import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** What each layer may import: other layers, packages, and modules of Node. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'lib/errors': [],
  'lib/oci': ['lib/errors'],
  'lib/pb': ['protobufjs/minimal'],
  'lib/props': ['lib/errors'],
  'lib/llb': ['lib/errors', 'lib/oci', 'lib/pb', 'node:crypto'],
  'lib/graph': ['lib/errors', 'lib/llb', 'lib/oci'],
  'lib/debian': ['lib/errors', 'lib/oci'],
  'lib/package': ['lib/errors', 'node:fs', 'node:path'],
  'lib/rootfs': ['lib/errors', 'lib/llb', 'lib/package'],
  'lib/assembly': ['lib/debian', 'lib/errors', 'lib/llb', 'lib/oci', 'node:fs', 'node:path'],
  'lib/environment': ['lib/errors', 'node:*'],
  'lib/registry': ['lib/errors', 'lib/oci', 'node:*'],
  'lib/lock': [
    'lib/assembly',
    'lib/debian',
    'lib/environment',
    'lib/errors',
    'lib/oci',
    'lib/package',
    'lib/registry',
    'openpgp',
    'xz-decompress',
    'node:*',
  ],
  'lib/client': ['lib/errors', 'lib/llb', 'lib/oci', 'lib/pb', 'lib/registry', 'node:*'],
  'lib/cli': ['lib/*', 'node:*'],
  constructs: [
    'lib/assembly',
    'lib/debian',
    'lib/errors',
    'lib/llb',
    'lib/oci',
    'lib/package',
    'lib/props',
    'lib/rootfs',
    'constructs',
  ],
};

/** Files at the border of a pure layer, which alone may see the machine. */
const BORDERS: Readonly<Record<string, readonly string[]>> = {
  'constructs/app.ts': ['node:path'],
  'constructs/app-errors.ts': ['node:fs'],
};

const PURE = [
  'lib/errors',
  'lib/oci',
  'lib/props',
  'lib/llb',
  'lib/graph',
  'lib/debian',
  'lib/rootfs',
  'constructs',
];

function filesOf(layer: string): string[] {
  return readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => join(layer, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const patterns = [/\bfrom '([^']+)'/g, /\bimport\('([^']+)'\)/g, /\brequire\('([^']+)'\)/g];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = relative(ROOT, resolve(ROOT, dirname(file), specifier));
  return path.startsWith('lib')
    ? path.split('/').slice(0, 2).join('/')
    : (path.split('/')[0] ?? '');
}

function isAllowed(target: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) =>
    entry.endsWith('*') ? target.startsWith(entry.slice(0, -1)) : target === entry,
  );
}

describe('layers', () => {
  test('are all known', () => {
    const folders = readdirSync(join(ROOT, 'lib')).map((name) => `lib/${name}`);

    expect(folders.filter((folder) => !(folder in ALLOWED))).toEqual([]);
  });

  test.each(Object.keys(ALLOWED))('%s imports only what it may', (layer) => {
    const wrong = filesOf(layer).flatMap((file) =>
      importsOf(file)
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => target !== layer)
        .filter(
          (target) => !isAllowed(target, [...(ALLOWED[layer] ?? []), ...(BORDERS[file] ?? [])]),
        )
        .map((target) => `${file} -> ${target}`),
    );

    expect(wrong).toEqual([]);
  });

  test.each(PURE)('%s sees no clock, no environment and no chance', (layer) => {
    const wrong = filesOf(layer)
      .filter((file) => !(file in BORDERS))
      .filter((file) =>
        /process\.env|Date\.now|new Date\(\)|Math\.random|\basync\b/.test(
          readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
      );

    expect(wrong).toEqual([]);
  });
});
