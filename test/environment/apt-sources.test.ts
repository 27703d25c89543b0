import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAptMirrors } from '../../lib/environment/apt-sources';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('apt');

/** Mirrors out of the given files of `/etc/apt`. */
function mirrors(files: Readonly<Record<string, string>>) {
  rmSync(join(folder, 'sources.list.d'), { recursive: true, force: true });
  rmSync(join(folder, 'sources.list'), { force: true });
  mkdirSync(join(folder, 'sources.list.d'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readAptMirrors(folder);
}

describe('readAptMirrors', () => {
  it('reads lists, with options and comments', () => {
    expect(
      mirrors({
        'sources.list': [
          '# deb http://comment.example/debian trixie main',
          'deb http://a.example/debian trixie main contrib # the mirror',
          'deb [ arch=amd64 signed-by=/k.gpg ] https://b.example/pub/debian/ trixie main',
          'deb-src http://source.example/debian trixie main',
          'deb http://a.example/debian trixie-updates main',
          'deb http://s.example/debian-security trixie-security main',
        ].join('\n'),
      }),
    ).toEqual({
      debian: ['http://a.example/debian', 'https://b.example/pub/debian'],
      'debian-security': ['http://s.example/debian-security'],
    });
  });

  it('reads deb822 sources, folded fields and comments within', () => {
    expect(
      mirrors({
        'sources.list.d/debian.sources': `# first
Types: deb deb-src
# note
URIs: http://a.example/debian
 http://b.example/debian
Suites: trixie
Components: main

Types: deb
URIs: http://s.example/debian-security/
Suites: trixie-security
Components: main
`,
      }),
    ).toEqual({
      debian: ['http://a.example/debian', 'http://b.example/debian'],
      'debian-security': ['http://s.example/debian-security'],
    });
  });

  it('leaves out other archives, other components, other protocols and disabled entries', () => {
    expect(
      mirrors({
        'sources.list': `deb http://a.example/ubuntu noble main
deb https://docker.example/linux/debian trixie stable
deb cdrom:[Debian]/debian trixie main
deb http://user:secret@a.example/debian trixie main
deb broken`,
        'sources.list.d/off.sources':
          'Enabled: no\nTypes: deb\nURIs: http://off.example/debian\nSuites: trixie\nComponents: main\n',
        'sources.list.d/source.sources':
          'Types: deb-src\nURIs: http://source.example/debian\nSuites: trixie\nComponents: main\n',
        'sources.list.d/other.txt': 'deb http://other.example/debian trixie main',
      }),
    ).toEqual({ debian: [], 'debian-security': [] });
  });

  it('reads parts in the order of their names, after the main file', () => {
    expect(
      mirrors({
        'sources.list.d/b.list': 'deb http://b.example/debian trixie main',
        'sources.list.d/a.list': 'deb http://a.example/debian trixie main',
        'sources.list': 'deb http://m.example/debian trixie main',
      }).debian,
    ).toEqual(['http://m.example/debian', 'http://a.example/debian', 'http://b.example/debian']);
  });

  it('is empty on a machine without apt', () => {
    expect(readAptMirrors(join(folder, 'nowhere'))).toEqual({ debian: [], 'debian-security': [] });
  });
});
