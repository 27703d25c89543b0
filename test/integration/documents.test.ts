import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseInvocation } from '../../lib/cli/args/invocation';
import { renderReports } from '../../lib/cli/build/report';
import { isPartOfExample } from '../support/example-sources';
import { type FencedBlock, fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { helloFiles, typescriptProject } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(120_000);

/** Every document but the generated reference of the API. */
function documents(): string[] {
  const folders = ['.', 'docs', 'bench', 'examples/hello'].map((folder) => join(ROOT, folder));
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.md'));
}

const blocks = documents().flatMap(fencedBlocks);
// Those that are part of an example are compiled and run with it.
const snippets = blocks.filter(
  ({ language, text }) => ['ts', 'typescript'].includes(language) && !isPartOfExample(text),
);
const where = ({ file, line }: FencedBlock) => `${relative(ROOT, file)}:${line}`;

describe('snippets of TypeScript', () => {
  const folder = temporaryFolder('snippets');

  test('there is one in the README, right after the commands of the demo and the tests', () => {
    const [first, second] = fencedBlocks(join(ROOT, 'README.md'));
    expect(shellCommands(first === undefined ? [] : [first])).toEqual([
      './scripts/demo',
      './scripts/test',
    ]);
    expect(second?.language).toBe('ts');
  });

  test('all of them compile, as strictly as the library itself', () => {
    const files = snippets.map((snippet, index) => {
      const name = `${index}.ts`;
      writeFileSync(join(folder, name), `// ${where(snippet)}\n${snippet.text}\nexport {};\n`);
      return name;
    });
    const extended = join(ROOT, 'tsconfig.json');
    const base: { compilerOptions: { paths: Record<string, string[]> } } = JSON.parse(
      readFileSync(extended, 'utf8'),
    );
    const paths = Object.fromEntries(
      Object.entries(base.compilerOptions.paths).map(([name, list]) => [
        name,
        list.map((path) => resolve(ROOT, path)),
      ]),
    );
    const types = { types: ['node', 'jest'], typeRoots: [join(ROOT, 'node_modules/@types')] };
    const compilerOptions = { paths, ...types, noUnusedLocals: false };
    const config = { extends: extended, compilerOptions, include: files };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    let output = '';
    try {
      execFileSync(process.execPath, [tsc, '--noEmit', '-p', folder], { encoding: 'utf8' });
    } catch (error) {
      output = String((error as { stdout?: unknown }).stdout);
    }
    expect(output).toBe('');
  });

  const installed = new InstalledPackage();
  const files = helloFiles();
  const definitions = async (app: string): Promise<unknown> => {
    const project = typescriptProject(installed, { ...files, 'app.ts': app });
    const { code, stdout, stderr } = await installed.synth(project, ['--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };

  test('the app of the README makes the definitions of the example', async () => {
    const [snippet] = fencedBlocks(join(ROOT, 'README.md')).filter(({ text }) =>
      text.includes('app.synth()'),
    );
    expect(await definitions(snippet?.text ?? '')).toEqual(
      await definitions(files['app.ts'] ?? ''),
    );
  });
});

describe('commands in documents', () => {
  const commands = [...new Set(shellCommands(blocks))];
  const scripts: Record<string, string> = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ).scripts;

  test('there are some', () => {
    expect(commands.length).toBeGreaterThan(4);
  });

  test.each(commands)('%s', (command) => {
    for (const [, script = ''] of command.matchAll(/(?:^|[\s"(])(?:\.\/)?(scripts\/[\w-]+)/g)) {
      accessSync(join(ROOT, script), constants.X_OK);
    }
    const [, name] = /^npm run (\S+)/.exec(command) ?? [];
    if (name !== undefined) expect(Object.keys(scripts)).toContain(name);

    const [, program = ''] = /^npx (?:--\S+ )*(\S+)/.exec(command) ?? [];
    // Where the package is not installed, npx runs its one program by the package's name.
    if (!['', 'synth', 'buildkit-cdk'].includes(program)) {
      expect(existsSync(join(ROOT, 'node_modules/.bin', program))).toBe(true);
    }
    const [, path] = /^npx jest (test\/\S+)/.exec(command) ?? [];
    if (path !== undefined) expect(existsSync(join(ROOT, path))).toBe(true);

    const [, synth] =
      /^(?:npx (?:--\S+ )*)?(?:synth|buildkit-cdk(?= init))\b(.*)$/.exec(command) ?? [];
    if (synth !== undefined) {
      // Parsed as the program itself does; an unknown command or option is thrown.
      expect(parseInvocation(synth.trim().split(/\s+/).filter(Boolean)).command).toBeTruthy();
    }
  });
});

describe('what documents show and point at', () => {
  test('the table of the README has the columns that the program prints', () => {
    const platform = { platform: 'p', digest: 'd', compressedSize: 1, packages: 1, seconds: 1 };
    const result = {
      image: 'i',
      digest: 'd',
      names: [],
      seconds: 1,
      cached: false,
      platforms: [platform],
    };
    const report = { ...result, exporterResponse: {}, tests: [], ref: '' };
    const header = renderReports([report]).split('\n')[0]?.trim().split(/ {2,}/);
    const shown = blocks
      .filter(({ file }) => file === join(ROOT, 'README.md'))
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => line.startsWith('IMAGE '));
    expect(shown.map((line) => line.trim().split(/ {2,}/))).toEqual([header]);
  });

  test.each(documents().map((file) => [relative(ROOT, file), file]))(
    'every file that %s links to exists',
    (_name, file) => {
      const text = readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const missing = links
        .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('#'))
        .filter((link) => !existsSync(resolve(dirname(file), link.replace(/#.*/, ''))));
      expect(missing).toEqual([]);
    },
  );
});
