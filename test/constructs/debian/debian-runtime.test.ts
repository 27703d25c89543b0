import { App, DebianBase, DebianRuntime } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { layersOf } from '../../support/seen-graph';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const S390X = { os: 'linux', architecture: 's390x' };

const debian = () =>
  new DebianBase(new App(), 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });

/** The layer of a runtime with some packages, with a made-up lock. */
function layerOf(packages: readonly string[], platform = AMD64) {
  const base = debian();
  const lowering = new Lowering(new FakeAnswers(), AMD64);
  const runtime = base.runtime({ packages });
  return { layer: runtime.layer(lowering.target(platform), base), lowering, runtime };
}

const names = (packages: readonly { name: string }[] = []) => packages.map(({ name }) => name);

describe('a runtime', () => {
  test('has its packages once, sorted, and is known by its mark', () => {
    const runtime = debian().runtime({ packages: ['openssl', 'libc6', 'openssl'] });

    expect(runtime.packages).toEqual(['libc6', 'openssl']);
    expect(DebianRuntime.isDebianRuntime(runtime)).toBe(true);
    expect(DebianRuntime.isDebianRuntime(debian().minbase())).toBe(false);
    expect(debian().runtime().packages).toEqual([]);
  });

  test('asks for base-files too, and for nothing of a minbase where no script matters', () => {
    const { lowering } = layerOf(['libc6'], S390X);

    expect(lowering.requests().map(({ key }) => key)).toEqual([
      'trixie@20261101T000000Z base-files libc6 (main) s390x',
      'trixie@20261101T000000Z busybox-static (main) amd64',
    ]);
  });

  test('has no C library that nobody asked for, for static programs', () => {
    expect(names(layerOf([]).layer.packages)).toEqual(['base-files']);
    expect(names(layerOf(['libc6']).layer.packages)).toEqual([
      'base-files',
      'gcc-14-base',
      'libc6',
      'libgcc-s1',
    ]);
    expect(names(layerOf(['ca-certificates']).layer.packages)).toContain('libc6');
  });

  test('asks for its packages over a minbase where they are more, for their scripts to run in', () => {
    const { lowering } = layerOf(['openssl'], S390X);

    expect(lowering.requests().map(({ key }) => key)).toContain(
      'trixie@20261101T000000Z minbase openssl (main) amd64',
    );
  });

  test('excludes nothing of the minbase that its scripts run in', () => {
    const base = debian();
    const lowering = new Lowering(new FakeAnswers(), AMD64);
    const runtime = base.runtime({ packages: ['openssl'], exclude: ['bash', 'perl'] });
    runtime.layer(lowering.target(AMD64), base);

    expect(lowering.requests().map(({ key }) => key.split('Z ')[1])).toEqual([
      'base-files openssl -bash -perl (main) amd64',
      'busybox-static (main) amd64',
      'minbase (main) amd64',
      'minbase openssl -perl (main) amd64',
    ]);
  });

  test('has what stands for an excluded package of the minbase beside it, for its scripts to run in', () => {
    class OtherReadline extends FakeAnswers {
      override find: FakeAnswers['find'] = (kind, request) => {
        const answer = super.find(kind, request);
        const { exclude = [] } = request as { exclude?: readonly string[] };
        // As readline-common has it: Depends: dpkg | install-info.
        return exclude.includes('dpkg') && Array.isArray(answer)
          ? Object.assign(answer, [...answer, { ...answer[0], name: 'install-info' }])
          : answer;
      };
    }
    const base = debian();
    const lowering = new Lowering(new OtherReadline(), AMD64);
    const runtime = base.runtime({ packages: ['openssl'], exclude: ['dpkg'] });
    runtime.layer(lowering.target(S390X), base);

    expect(lowering.requests().map(({ key }) => key.split('Z ')[1])).toEqual([
      'base-files openssl -dpkg (main) amd64',
      'base-files openssl -dpkg (main) s390x',
      'busybox-static (main) amd64',
      'minbase (main) amd64',
      'minbase install-info openssl (main) amd64',
      'minbase openssl (main) amd64',
    ]);
  });

  test('has a root for its scripts with all that is recommended', () => {
    const base = debian();
    const lowering = new Lowering(new FakeAnswers(), AMD64);
    base.runtime({ packages: ['openssl'], recommends: true }).layer(lowering.target(AMD64), base);

    expect(lowering.requests().map(({ key }) => key.split('Z ')[1])).toContain(
      'minbase base-files gcc-14-base libc6 libgcc-s1 openssl +recommends (main) amd64',
    );
  });

  test('is without awk, which only scripts need, unless it is asked for', () => {
    expect(names(layerOf(['libc6']).layer.packages)).not.toContain('mawk');
    expect(names(layerOf(['libc6', 'mawk']).layer.packages)).toContain('mawk');
  });

  test('says its packages with versions, and nothing of who uses it', () => {
    const { packages = [], says } = layerOf(['openssl']).layer;

    expect(says).toBe(
      `trixie: ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    );
    expect(names(packages)).toEqual(['base-files', 'gcc-14-base', 'libc6', 'libgcc-s1', 'openssl']);
  });

  test('is one layer, of one exec of the build platform, which has each package to read', () => {
    const { layer } = layerOf(['openssl'], S390X);
    const definition = layer.state.marshal({ platform: AMD64 });
    const execs = definition.ops.flatMap(({ bytes }) => {
      const { body, platform } = decodeOp(bytes);
      return body?.kind === 'exec' ? [{ body, platform }] : [];
    });
    const unpack = execs.find(({ body }) => body.meta?.args.includes('install ok installed'));

    expect(layersOf(definition)).toBe(1);
    expect(execs.map(({ platform }) => platform?.architecture)).toEqual(execs.map(() => 'amd64'));
    expect(unpack?.body.meta?.args.slice(-6)).toEqual([
      'install ok installed',
      's390x',
      `${Date.UTC(2026, 10, 1) / 1000}`,
      's390x-linux-gnu',
      'x86_64-linux-gnu',
      'amd64',
    ]);
    expect(
      unpack?.body.mounts.flatMap(
        ({ dest }) => /^\/debs\/(.*)_.*_s390x\.deb$/.exec(dest)?.[1] ?? [],
      ),
    ).toEqual(names(layer.packages));
  });

  test('has what scripts changed to read: of a minbase, and of packages that are more', () => {
    const mounted = (packages: readonly string[]) => {
      const { ops } = layerOf(packages, S390X).layer.state.marshal({ platform: AMD64 });
      const execs = ops.flatMap(({ bytes }) => {
        const { body } = decodeOp(bytes);
        return body?.kind === 'exec' ? [body] : [];
      });
      const unpack = execs.find(({ meta }) => meta?.args.includes('install ok installed'));
      return unpack?.mounts.flatMap(({ dest, readonly }) =>
        /^\/(minbase|changes)$/.test(dest) ? [`${dest} ${readonly}`] : [],
      );
    };

    expect(mounted(['libc6'])).toEqual([]);
    expect(mounted(['openssl'])).toEqual(['/changes true', '/minbase true']);
  });

  test('is made once for a platform, whoever uses it', () => {
    const base = debian();
    const lowering = new Lowering(new FakeAnswers(), AMD64);
    const runtime = base.runtime({ packages: ['libc6'] });
    const layer = (platform = AMD64) => runtime.layer(lowering.target(platform), base);

    expect(layer()).toBe(layer());
    expect(layer(S390X)).not.toBe(layer());
    expect(base.runtime({ packages: ['libc6'] })).not.toBe(runtime);
  });

  test('holds nothing yet while the lock has no answer', () => {
    const base = debian();
    const lowering = new Lowering(EMPTY_LOCK, AMD64);

    const { packages } = base.runtime().layer(lowering.target(AMD64), base);

    expect(packages).toEqual([]);
    expect(lowering.missing()).toHaveLength(2);
  });
});
