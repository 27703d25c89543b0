import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRelease } from '../../../../lib/debian';
import { DEBIAN_KEYS } from '../../../../lib/inputs/debian/archive/debian-keys';
import { TrustedKeys } from '../../../../lib/inputs/debian/archive/trusted-keys';
import { makeSigningKey, signDetached, signInline } from '../../../support/signing-key';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder('keys');
const fixture = (name: string) => readFileSync(join(__dirname, '../../../fixtures/debian', name));
const DATE = new Date('2026-01-01T00:00:00Z');

describe('TrustedKeys', () => {
  it('accepts what the keys of the Debian archive signed', async () => {
    const keys = new TrustedKeys([]);

    const updates = await keys.verifyInline(
      { archive: 'debian', suite: 'trixie' },
      fixture('trixie-updates.InRelease'),
      'u',
    );
    expect(updates.signers).toEqual([
      '04B54C3CDCA79751B16BC6B5225629DF75B188BD',
      'B8B80B5B623EAB6AD8775C45B7C5D7D6350947F8',
    ]);
    expect(parseRelease(updates.content.toString()).codename).toBe('trixie-updates');

    const security = await keys.verifyInline(
      { archive: 'debian-security', suite: 'trixie' },
      fixture('trixie-security.InRelease'),
      's',
    );
    expect(security.signers).toEqual([
      '05AB90340C0C5E797F44A8C8254CF3B5AEC0A8F0',
      '5E04A1E3223A19A20706E20F9904613D4CCE68C6',
    ]);
  });

  it('rejects a key of one archive for another', async () => {
    await expect(
      new TrustedKeys([]).verifyInline(
        { archive: 'debian', suite: 'trixie' },
        fixture('trixie-security.InRelease'),
        'place',
      ),
    ).rejects.toMatchObject({
      code: 'E_DEBIAN_SIGNER',
      message: 'place: signed by no trusted key',
    });
  });

  it('rejects a text of Debian in which one character differs', async () => {
    const altered = fixture('trixie-updates.InRelease')
      .toString()
      .replace('Debian 13', 'Debian 14');
    await expect(
      new TrustedKeys([]).verifyInline(
        { archive: 'debian', suite: 'trixie' },
        Buffer.from(altered),
        'place',
      ),
    ).rejects.toMatchObject({ code: 'E_DEBIAN_SIGNATURE' });
  });

  it('never takes over text that stands outside of what is signed', async () => {
    const file = fixture('trixie-updates.InRelease').toString();
    for (const forged of [`Suite: evil\n\n${file}`, `${file}\nSuite: evil\n`]) {
      const outcome = await new TrustedKeys([])
        .verifyInline({ archive: 'debian', suite: 'trixie' }, Buffer.from(forged), 'place')
        .then(
          ({ content }) => content.toString(),
          ({ code }) => code,
        );
      expect(outcome).not.toContain('evil');
    }
  });

  it.each(DEBIAN_KEYS.map(({ file }) => [file]))(
    'ships the key %s without signatures of others',
    (file) => {
      const text = readFileSync(
        join(__dirname, '../../../../lib/inputs/debian/archive/debian-keys', file),
        'utf8',
      );
      expect(text).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n/);
      expect(text.length).toBeLessThan(10_000);
    },
  );

  it('trusts keyrings of the user, armoured or binary, beside those of Debian', async () => {
    const key = await makeSigningKey();
    const other = await makeSigningKey({ type: 'rsa' });
    writeFileSync(join(folder, 'two.asc'), `${key.publicKey}\n${other.publicKey}`);
    writeFileSync(join(folder, 'one.gpg'), other.privateKey.toPublic().write());
    const file = Buffer.from(await signInline('Suite: own\n', [key, other], DATE));

    for (const [ring, signers] of [
      ['two.asc', [key.fingerprint, other.fingerprint].sort()],
      ['one.gpg', [other.fingerprint]],
    ] as const) {
      const keys = new TrustedKeys([join(folder, ring)]);
      expect(
        (await keys.verifyInline({ archive: 'debian-security', suite: 'trixie' }, file, 'place'))
          .signers,
      ).toEqual(signers);
    }
  });

  it('accepts a detached signature, and rejects it for other bytes', async () => {
    const key = await makeSigningKey();
    writeFileSync(join(folder, 'detached.asc'), key.publicKey);
    const keys = new TrustedKeys([join(folder, 'detached.asc')]);
    const signature = Buffer.from(await signDetached('text\n', [key], DATE));

    const signed = await keys.verifyDetached(
      { archive: 'debian', suite: 'trixie' },
      Buffer.from('text\n'),
      signature,
      'place',
    );
    expect(signed).toMatchObject({
      content: Buffer.from('text\n'),
      signers: [key.fingerprint],
      signature: { kind: 'detached' },
    });

    for (const text of ['text', 'text\r\n', 'other\n', '']) {
      await expect(
        keys.verifyDetached(
          { archive: 'debian', suite: 'trixie' },
          Buffer.from(text),
          signature,
          'place',
        ),
      ).rejects.toMatchObject({ code: 'E_DEBIAN_SIGNATURE' });
    }
  });

  it.each(['', 'not armoured', '-----BEGIN PGP SIGNED MESSAGE-----\n\ntext\n'])(
    'rejects %j as a signed file',
    async (text) => {
      await expect(
        new TrustedKeys([]).verifyInline(
          { archive: 'debian', suite: 'trixie' },
          Buffer.from(text),
          'place',
        ),
      ).rejects.toMatchObject({ code: 'E_DEBIAN_SIGNATURE' });
    },
  );

  it('rejects a keyring that is missing or none', async () => {
    writeFileSync(join(folder, 'none.asc'), 'no key');
    for (const ring of ['missing.asc', 'none.asc']) {
      await expect(
        new TrustedKeys([join(folder, ring)]).verifyInline(
          { archive: 'debian', suite: 'trixie' },
          Buffer.from('x'),
          'place',
        ),
      ).rejects.toMatchObject({
        code: 'E_ENVIRONMENT_FORMAT',
        message: expect.stringContaining(ring),
      });
    }
  });
});
