import type { LockFile } from '../../lib/lock/lock-file';

export const SHA1 = '0123456789abcdef0123456789abcdef01234567';
export const SHA256 = 'ab'.repeat(32);

const packageOf = (name: string) => ({
  version: '1:2.0-1+b1',
  suite: 'trixie',
  path: `pool/main/h/${name}/${name}_2.0-1_amd64.deb`,
  size: 1234,
  sha256: SHA256,
});

/** A lock with something of every kind, in no order. */
export const SMALL_LOCK: LockFile = {
  sections: {
    'acme-inputs/maven': {
      'org.example:b:1': { sha1: SHA1, at: [1, 2] },
      'org.example:a:1': { sha1: SHA1 },
    },
    http: { 'https://example.org/a.tar.gz': { size: 7, sha256: SHA256 } },
    debian: {
      'trixie@20261101T000000Z': {
        releases: {
          trixie: {
            archive: 'debian',
            sha256: SHA256,
            date: '2026-09-12T07:55:41Z',
            signers: ['AB'.repeat(20)],
          },
        },
        sets: { 'hello 2048 (main)': { amd64: ['hello', '2048'] } },
        packages: {
          amd64: { hello: packageOf('hello'), '2048': packageOf('2048'), '0ad': packageOf('0ad') },
        },
      },
    },
    git: {
      'https://git.example.org/z.git#refs/heads/main': { commit: SHA1 },
      'https://git.example.org/a.git#refs/tags/v1': { commit: SHA1, tag: SHA1 },
    },
  },
};

/** The file of {@link SMALL_LOCK}. */
export const SMALL_TEXT = `{
  "version": 2,
  "git": {
    "https://git.example.org/a.git#refs/tags/v1": { "commit": "${SHA1}", "tag": "${SHA1}" },
    "https://git.example.org/z.git#refs/heads/main": { "commit": "${SHA1}" }
  },
  "debian": {
    "trixie@20261101T000000Z": {
      "releases": {
        "trixie": { "archive": "debian", "sha256": "${SHA256}", "date": "2026-09-12T07:55:41Z", "signers": ["${'AB'.repeat(20)}"] }
      },
      "sets": {
        "hello 2048 (main)": {
          "amd64": [
            "2048",
            "hello"
          ]
        }
      },
      "packages": {
        "amd64": {
          "0ad": { "version": "1:2.0-1+b1", "suite": "trixie", "path": "pool/main/h/0ad/0ad_2.0-1_amd64.deb", "size": 1234, "sha256": "${SHA256}" },
          "2048": { "version": "1:2.0-1+b1", "suite": "trixie", "path": "pool/main/h/2048/2048_2.0-1_amd64.deb", "size": 1234, "sha256": "${SHA256}" },
          "hello": { "version": "1:2.0-1+b1", "suite": "trixie", "path": "pool/main/h/hello/hello_2.0-1_amd64.deb", "size": 1234, "sha256": "${SHA256}" }
        }
      }
    }
  },
  "http": {
    "https://example.org/a.tar.gz": { "size": 7, "sha256": "${SHA256}" }
  },
  "acme-inputs/maven": {
    "org.example:a:1": { "sha1": "${SHA1}" },
    "org.example:b:1": { "at": [1,2], "sha1": "${SHA1}" }
  }
}
`;
