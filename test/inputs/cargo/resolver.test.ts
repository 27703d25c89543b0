import { CARGO } from '../../../lib/inputs/cargo/kind';
import { SchemaReader } from '../../../lib/json';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { type GitServer, startGitServer } from '../../support/git-server';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('cargo');
const SUM = 'a'.repeat(64);
const LOCK = `version = 4

[[package]]
name = "serde"
version = "1.0.219"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "${SUM}"

[[package]]
name = "tool"
version = "0.1.0"
dependencies = [
 "serde",
]
`;
let server: GitServer;

beforeAll(async () => {
  server = await startGitServer(folder);
});
afterAll(() => server.close());

async function resolve(name: string, commit: string, inner = '') {
  const url = `${server.gitUrl}/${name}.git`;
  const request = { type: 'git', url, commit, folder: inner } as const;
  const environment = { mirrors: {}, keyrings: [], proxies: {}, cacheFolder: folder } as never;
  const lock = await resolveLock(asked(CARGO, request), EMPTY_LOCK, { environment });
  return { request, section: sectionOf(lock, CARGO) };
}

describe('the Cargo.lock of a repository', () => {
  test('is read at its commit, and stands in the lock a crate a line', async () => {
    const { commits } = server.addRepository('tool', [
      {
        message: '1',
        files: { 'Cargo.lock': LOCK, 'sub/Cargo.lock': LOCK.replace('1.0.219', '1.0.1') },
      },
      { message: '2', files: { 'Cargo.lock': null } },
    ]);
    const { request, section } = await resolve('tool', commits[0] ?? '');
    const crate = (version: string) => ({
      name: 'serde',
      version,
      source: { type: 'registry', id: '', sha256: SUM },
    });

    expect(CARGO.section.find(section, request)).toEqual({ crates: [crate('1.0.219')] });
    const text = CARGO.section.write(section, '');
    expect(text.split('\n')[3]).toBe(`      "serde 1.0.219 sha256:${SUM}"`);
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    expect(CARGO.section.read(JSON.parse(text), 'cargo', schema)).toEqual(section);
    const wrong = JSON.parse(text.replace('serde 1', '../serde 1'));
    expect(() => CARGO.section.read(wrong, 'cargo', schema)).toThrow(/cargo\[.*\]\.crates\[0\]/);

    const inner = await resolve('tool', commits[0] ?? '', 'sub');
    expect(CARGO.section.find(inner.section, inner.request)).toEqual({ crates: [crate('1.0.1')] });
  });

  test('that is not there, or is none, is told with who asks', async () => {
    const { commits } = server.addRepository('bad', [
      { message: '1', files: { 'Cargo.toml': '' } },
      { message: '2', files: { 'Cargo.lock': LOCK.replace('"serde"', '"../serde"') } },
      { message: '3', files: { 'Cargo.lock': { link: '/etc/passwd' } } },
    ]);
    const told = commits.map((commit) => resolve('bad', commit).catch((error) => error));

    for (const error of await Promise.all(told)) {
      expect(error).toMatchObject({ code: 'E_CARGO_LOCK', details: { constructPath: 'app/0' } });
    }
    expect((await told[1]).details.got).toBe('line 3');
  });
});
