import { App, DebianBase, type DebianBaseProps } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import type { LockedPackage } from '../../../lib/inputs/debian/locked';
import type { DebianRequest } from '../../../lib/inputs/debian/request';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { readPackageFile } from '../../../lib/package';
import { errorsOf } from '../../support/lowered';

type ArchiveProps = NonNullable<DebianBaseProps['archives']>[number];

const AMD64 = { os: 'linux', architecture: 'amd64' };
const KEYRING = 'lib/inputs/debian/archive/debian-keys/trixie-stable.asc';
const VALID: ArchiveProps = {
  url: 'https://packages.example.org/debian/',
  suite: 'stable',
  components: ['main', 'extra', 'main'],
  keyring: KEYRING,
};

function debian(...archives: readonly ArchiveProps[]) {
  const app = new App();
  const props = { suite: 'trixie', snapshot: '20261101T000000Z', archives };
  return { app, base: new DebianBase(app, 'debian', props) };
}

describe('an archive beside Debian', () => {
  test('is asked for as it is described, with its keys', () => {
    const { base } = debian(VALID, {
      ...VALID,
      url: 'http://a.example',
      suite: '/',
      components: undefined,
    });
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    base.minbase().layers(lowering.target(AMD64), base);
    const request = lowering.requests()[0]?.request as DebianRequest;

    const keyring = `${readPackageFile(KEYRING).trim()}\n`;
    expect(request.archives).toEqual([
      {
        url: 'https://packages.example.org/debian',
        suite: 'stable',
        components: ['extra', 'main'],
        keyring,
      },
      { url: 'http://a.example', suite: './', components: [], keyring },
    ]);
    expect(DEBIAN.key(request)).toMatch(
      /^trixie@20261101T000000Z, https:\/\/packages\.example\.org\/debian stable extra main signed-by [0-9a-f]{12}, http/,
    );
  });

  test('may have its keys in the app itself: the same as in a file', () => {
    const inline = { ...VALID, keyring: `\n${readPackageFile(KEYRING)}` };
    expect(debian(inline).base.archives).toEqual(debian(VALID).base.archives);
  });

  test.each<[string, Partial<ArchiveProps>, string]>([
    ['a suite without components', { components: undefined }, 'E_DEBIAN_ARCHIVE'],
    ['components of a flat one', { suite: './' }, 'E_DEBIAN_ARCHIVE'],
    ['no such keyring', { keyring: 'keys/nothing.asc' }, 'E_DEBIAN_ARCHIVE'],
    ['a folder as keyring', { keyring: 'lib' }, 'E_DEBIAN_ARCHIVE'],
    ['a keyring elsewhere', { keyring: '../../../../etc/passwd' }, 'E_DEBIAN_ARCHIVE'],
    ['a login in the URL', { url: 'https://me:s3cr3t@packages.example.org/debian' }, 'E_PROPERTY'],
    ['a query', { url: 'https://packages.example.org/debian?x' }, 'E_PROPERTY'],
    ['a suite that leads elsewhere', { suite: '../../x' }, 'E_PROPERTY'],
    ['a component that leads elsewhere', { components: ['../x'] }, 'E_PROPERTY'],
  ])('is refused with %s', (_what, change, code) => {
    const { app } = debian({ ...VALID, ...change });
    const errors = errorsOf(() => app.assemble(EMPTY_LOCK));
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(JSON.stringify(errors.map(({ details, message }) => [message, details]))).not.toContain(
      's3cr3t',
    );
  });
});

/** Answers in which some packages are of another archive. */
class Answers extends FakeAnswers {
  constructor(
    readonly url: string,
    readonly names: readonly string[],
  ) {
    super();
  }

  override find: FakeAnswers['find'] = (kind, request) => {
    const found = new FakeAnswers().find(kind, request) as unknown as readonly LockedPackage[];
    return found.map((one) =>
      this.names.includes(one.name) ? { ...one, archive: this.url } : one,
    ) as never;
  };
}

describe('a package of another archive', () => {
  const url = 'https://packages.example.org:8443/debian';

  function sources(login: boolean) {
    const { base } = debian({ ...VALID, url, login });
    const lowering = new Lowering(new Answers(url, ['libc6']), AMD64);
    const { state } = base.runtime({ packages: ['libc6'] }).layer(lowering.target(AMD64), base);
    const found = state.marshal({ platform: AMD64 }).ops.flatMap(({ bytes }) => {
      const { body } = decodeOp(bytes);
      return body?.kind === 'source' && body.identifier.startsWith('http') ? [body] : [];
    });
    return { lowering, found };
  }

  test('is fetched from there by its hash, with no other name than its own', () => {
    const { found, lowering } = sources(false);
    const own = found.filter(({ identifier }) => identifier.startsWith(url));
    expect(own).toMatchObject([
      {
        attrs: {
          'http.checksum': expect.stringMatching(/^sha256:/),
          'http.filename': expect.stringMatching(/^libc6_[0-9a-f]{12}\.deb$/),
        },
      },
    ]);
    expect(found.every(({ attrs }) => attrs['http.authheadersecret'] === undefined)).toBe(true);
    expect([...lowering.archiveFiles.keys()].some((one) => one.startsWith(url))).toBe(false);
  });

  test('is asked for with a secret of its host where that wants a login', () => {
    const { found } = sources(true);
    const secrets = found.map(({ attrs, identifier }) => [
      identifier.startsWith(url),
      attrs['http.authheadersecret'],
    ]);
    expect(secrets).toContainEqual([true, 'HTTP_AUTH_HEADER.packages.example.org:8443']);
    expect(secrets.filter(([isOther, secret]) => !isOther && secret !== undefined)).toEqual([]);
  });

  test('cannot be the unpacker, which says how it stays that of Debian', () => {
    const { base } = debian({ ...VALID, url });
    const lowering = new Lowering(new Answers(url, ['busybox-static']), AMD64);
    expect(errorsOf(() => base.minbase().layers(lowering.target(AMD64), base))).toMatchObject([
      {
        code: 'E_DEBIAN_ARCHIVE',
        details: { fix: expect.stringContaining("origin: 'deb.debian.org'") },
      },
    ]);
  });
});
