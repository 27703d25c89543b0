import { App, DebianBase } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { unpacker } from '../../../constructs/debian/unpacker';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { errorsOf } from '../../support/lowered';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

function debian(snapshot = '20261101T000000Z'): DebianBase {
  return new DebianBase(new App(), 'debian', { suite: 'trixie', snapshot });
}

describe('the unpacker', () => {
  test('is one program of a locked package, sent by the client, and nothing else', () => {
    const lowering = new Lowering(new FakeAnswers(), AMD64);
    const base = debian();

    const { ops } = unpacker(base, base, lowering.target(ARM64)).marshal({ platform: AMD64 });
    const bodies = ops.map(({ bytes }) => decodeOp(bytes).body);
    const [[name, input] = ['', undefined], ...others] = lowering.locals;

    expect(others).toEqual([]);
    expect(name).toMatch(/^unpacker-amd64-[0-9a-f]{12}$/);
    expect(input).toEqual({
      type: 'deb-member',
      url: expect.stringMatching(/\/busybox-static_[\d.-]+_amd64\.deb$/),
      member: 'usr/bin/busybox',
      file: 'busybox',
    });
    expect(bodies[0]).toMatchObject({
      kind: 'source',
      identifier: `local://${name}`,
      attrs: { 'local.includepattern': '["busybox"]', 'local.sharedkeyhint': name },
    });
    expect(bodies[1]).toMatchObject({
      kind: 'file',
      actions: [{ action: { kind: 'copy', src: '/busybox', dest: '/bin/busybox', mode: 0o755 } }],
    });
    expect(bodies).toHaveLength(3);
  });

  test('is named by the hash of its package, which mirrors may serve', () => {
    const lowering = new Lowering(new FakeAnswers(), AMD64);
    const base = debian();
    unpacker(base, base, lowering.target(AMD64));
    const [name = ''] = lowering.locals.keys();

    expect([...lowering.archiveFiles.values()].map(({ sha256 }) => sha256.slice(0, 12))).toEqual([
      name.split('-').at(-1),
    ]);
  });

  test('is one for all platforms, and another for another base', () => {
    const target = new Lowering(new FakeAnswers(), AMD64);
    const [one, other] = [debian(), debian('20261201T000000Z')];
    const made = unpacker(one, one, target.target(AMD64));

    expect(unpacker(one, one, target.target(ARM64))).toBe(made);
    expect(unpacker(other, other, target.target(ARM64))).not.toBe(made);
  });

  test('is nothing yet while its package is not locked, and asks for it alone', () => {
    const lowering = new Lowering(EMPTY_LOCK, ARM64);
    const base = debian();

    expect(unpacker(base, base, lowering.target(AMD64)).output).toBeUndefined();
    expect(lowering.missing().map(({ key }) => key)).toEqual([
      'trixie@20261101T000000Z busybox-static (main) arm64',
    ]);
    expect([...lowering.locals, ...lowering.archiveFiles]).toEqual([]);
  });

  test('fails where a lock has the set without the package', () => {
    const lowering = new Lowering({ find: () => [] as never }, AMD64);
    const base = debian();

    expect(errorsOf(() => unpacker(base, base, lowering.target(AMD64)))).toMatchObject([
      {
        code: 'E_LOCK_FORMAT',
        message: 'debian: busybox-static is not in its own set',
        details: { constructPath: 'debian' },
      },
    ]);
  });
});
