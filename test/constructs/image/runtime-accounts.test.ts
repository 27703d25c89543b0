import { accounts } from '../../../constructs/image/runtime-accounts';
import { decodeOp } from '../../../lib/llb';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const DATE = new Date('2026-11-01T00:00:00Z');

function actions(uid: number, gid: number, writable: readonly string[] = []) {
  const { ops } = accounts({ uid, gid }, writable, DATE).marshal({ platform: AMD64 });
  return ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    return body?.kind === 'file' ? body.actions.map(({ action }) => action) : [];
  });
}

function file(path: string, uid: number, gid: number): string {
  const action = actions(uid, gid).find((one) => one?.kind === 'mkfile' && one.path === path);
  return action?.kind === 'mkfile' ? Buffer.from(action.data).toString() : 'no file';
}

describe('the accounts of a runtime', () => {
  test('are root, nobody and the user of the image', () => {
    expect(file('/etc/passwd', 65532, 65532)).toBe(
      [
        'root:x:0:0:root:/root:/sbin/nologin\n',
        'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n',
        'nonroot:x:65532:65532:nonroot:/nonexistent:/sbin/nologin\n',
      ].join(''),
    );
    expect(file('/etc/group', 65532, 65532)).toBe(
      'root:x:0:\nnogroup:x:65534:\nnonroot:x:65532:\n',
    );
  });

  test.each([
    [0, 0],
    [65534, 65534],
  ])('have user %i once, whatever else it is', (uid, gid) => {
    for (const path of ['/etc/passwd', '/etc/group']) {
      const ids = file(path, uid, gid)
        .trim()
        .split('\n')
        .map((line) => line.split(':')[2]);
      expect(ids).toEqual(['0', '65534']);
    }
  });

  test('have the group of a user apart from its id', () => {
    expect(file('/etc/passwd', 1000, 0)).toContain('nonroot:x:1000:0:');
    expect(file('/etc/group', 1000, 0)).not.toContain('nonroot');
    expect(file('/etc/group', 1000, 100)).toContain('nonroot:x:100:');
  });

  test('come with the folders that the user may write, and nobody else may read', () => {
    const folders = actions(1000, 100, ['/data', '/var/lib/x']).filter(
      (action) => action?.kind === 'mkdir' && action.path !== '/etc',
    );

    expect(folders).toMatchObject([
      { path: '/data', mode: 0o750, makeParents: true },
      { path: '/var/lib/x', mode: 0o750, makeParents: true },
    ]);
    const owner = { user: { id: 1000 }, group: { id: 100 } };
    expect(folders.map((action) => Object(action).owner)).toEqual([owner, owner]);
  });

  test('have one date', () => {
    const dates = actions(1, 1, ['/data']).map((action) => Object(action).timestamp);

    expect(new Set(dates)).toEqual(new Set([BigInt(DATE.getTime()) * 1_000_000n]));
  });
});
