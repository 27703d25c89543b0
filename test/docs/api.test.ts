import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JSONOutput } from 'typedoc';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
/** Entry points whose every property says what it is, not the optional ones alone. */
const FOR_USERS = ['buildkit-cdk', 'buildkit-cdk/props', 'buildkit-cdk/client'];

type Reflection = JSONOutput.DeclarationReflection;

jest.setTimeout(120_000);

const fresh = temporaryFolder('api');
let entries: readonly Reflection[];

beforeAll(() => {
  // Fails on a name without a comment, on a type that is named and not exported, and on a link that
  // leads nowhere: see typedoc.json.
  const json = join(fresh, 'api.json');
  execFileSync('npx', ['--no-install', 'typedoc', '--out', join(fresh, 'api'), '--json', json], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const project: JSONOutput.ProjectReflection = JSON.parse(readFileSync(json, 'utf8'));
  entries = (project.children ?? []) as readonly Reflection[];
});

function pages(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

interface Property {
  /** `buildkit-cdk.AppProps.outdir`. */
  readonly path: string;
  readonly entry: string;
  readonly isOptional: boolean;
  readonly summary: string;
  readonly hasDefault: boolean;
}

const textOf = ({ comment }: Reflection) =>
  (comment?.summary ?? []).map(({ text }) => text).join('');

/** The properties of all classes and interfaces, but for those of messages of the wire. */
function properties(): Property[] {
  const PROPERTY = 1024;
  return entries.flatMap((entry) =>
    (entry.children ?? [])
      // Absent in a message is absent on the wire: that is no default.
      .filter((owner) => !textOf(owner).startsWith('`pb.'))
      .flatMap((owner) =>
        (owner.children ?? [])
          .filter(({ kind, inheritedFrom }) => kind === PROPERTY && inheritedFrom === undefined)
          .map((property) => ({
            path: `${entry.name}.${owner.name}.${property.name}`,
            entry: entry.name,
            isOptional: property.flags.isOptional === true,
            summary: textOf(property),
            hasDefault: (property.comment?.blockTags ?? []).some(({ tag }) => tag === '@default'),
          })),
      ),
  );
}

const pathsOf = (found: readonly Property[]) => found.map(({ path }) => path);

describe('the public interface', () => {
  test('is what docs/api says: run "npm run docs" where it has changed', () => {
    expect(pages(join(ROOT, 'docs/api'))).toEqual(pages(join(fresh, 'api')));
  });

  test('has the entry points of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const names = Object.entries(exports).flatMap(([path, files]) =>
      typeof files === 'string' ? [] : [`buildkit-cdk${path.slice(1)}`],
    );
    expect(entries.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  test('says of each optional property what holds without it', () => {
    const all = properties();
    expect(all.length).toBeGreaterThan(200);
    expect(pathsOf(all.filter(({ isOptional, hasDefault }) => isOptional && !hasDefault))).toEqual(
      [],
    );
  });

  test('says of each property that users meet what it is', () => {
    const met = properties().filter(({ entry }) => FOR_USERS.includes(entry));
    const silent = met.filter(({ summary, hasDefault }) => summary === '' && !hasDefault);
    expect(pathsOf(silent)).toEqual([]);
  });

  test('has a name for every parameter', () => {
    const named = [...pages(join(fresh, 'api')).values()].join('\n');
    expect(named.match(/.*(?:__namedParameters|`_\w+\??`).*/g)).toBeNull();
  });
});
