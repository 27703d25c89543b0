import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPipIndexes } from '../../lib/environment';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('pip');

/** The indexes of variables and files; a file is below the home or below /etc. */
function indexes(env: Record<string, string>, files: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(folder, 'machine-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const own = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replace('ROOT', root)]),
  );
  return readPipIndexes({ HOME: join(root, 'home'), ...own }, join(root, 'etc'));
}

const urls = (...args: Parameters<typeof indexes>) => indexes(...args).map(({ url }) => url);
const conf = (section: string, ...lines: string[]) => `[${section}]\n${lines.join('\n')}\n`;

test('are the public one where nothing is configured', () => {
  expect(indexes({})).toEqual([{ url: 'https://pypi.org/simple' }]);
});

test('are those of the variables, before those of files, before the public one', () => {
  const files = {
    'etc/pip.conf': conf('global', 'index-url = https://etc.example/simple'),
    'home/.config/pip/pip.conf': conf('global', 'extra_index_url: https://home.example/simple'),
  };

  expect(urls({}, files)).toEqual(['https://etc.example/simple', 'https://home.example/simple']);
  expect(urls({ PIP_INDEX_URL: 'https://env.example/simple/' }, files)).toEqual([
    'https://env.example/simple',
    'https://home.example/simple',
  ]);
  expect(urls({ PIP_CONFIG_FILE: '/dev/null' }, files)).toEqual(['https://pypi.org/simple']);
});

test('are those of the file that is named, of the virtual environment, and of "pip install"', () => {
  const files = {
    'home/.pip/pip.conf': conf('global', 'index-url = https://old.example/simple'),
    'venv/pip.conf': conf('global', 'index-url = https://venv.example/simple'),
    'own.conf': `${conf('install', 'index-url = https://install.example/simple')}${conf('global', 'index-url = https://global.example/simple')}`,
  };

  expect(urls({}, files)).toEqual(['https://old.example/simple']);
  expect(urls({ VIRTUAL_ENV: 'ROOT/venv' }, files)).toEqual(['https://venv.example/simple']);
  expect(urls({ PIP_CONFIG_FILE: 'ROOT/own.conf' }, files)).toEqual([
    'https://install.example/simple',
  ]);
});

test('are several on lines that go on, without comments, and none that is a folder', () => {
  const text = conf(
    'global',
    '# index-url = https://no.example/',
    'extra-index-url =',
    '    https://a.example/simple',
    '    ; not this one',
    '    /srv/wheels',
    '    https://b.example/simple',
    'timeout = 3',
  );

  expect(urls({}, { 'etc/pip.conf': text })).toEqual([
    'https://pypi.org/simple',
    'https://a.example/simple',
    'https://b.example/simple',
  ]);
});

test('have the login of their address apart from it', () => {
  const [index] = indexes({ PIP_INDEX_URL: 'https://me:p%40ss@i.example/simple' });
  const header = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

  expect(index).toEqual({ url: 'https://i.example/simple', header });
});

test('are none where pip is to ask none', () => {
  expect(indexes({ PIP_NO_INDEX: '1' })).toEqual([]);
});
