import { parseIndexPage, projectUrl } from '../../lib/python';

const URL = 'https://i.example/simple/six/';
const SUM = 'a'.repeat(64);

test('a page of HTML has anchors, relative to it or to its base', () => {
  const html = `<!DOCTYPE html><html><head><base href="https://f.example/x/"></head><body>
    <a href="six-1.0-py3-none-any.whl#sha256=${SUM.toUpperCase()}" data-requires-python="&gt;=3">six-1.0-py3-none-any.whl</a>
    <A class='x' HREF='/six-1.0.tar.gz?a=1&amp;b=2#md5=0'> six-1.0.tar.gz </A>
    <a href="javascript:alert(1)">bad</a><a name="no">none</a></body></html>`;

  expect(parseIndexPage(html, URL)).toEqual([
    {
      filename: 'six-1.0-py3-none-any.whl',
      url: 'https://f.example/x/six-1.0-py3-none-any.whl',
      sha256: SUM,
    },
    { filename: 'six-1.0.tar.gz', url: 'https://f.example/six-1.0.tar.gz?a=1&b=2' },
  ]);
});

test('a page of JSON has hashes and sizes, and what is odd in it is left out', () => {
  const files = [
    { filename: 'a.whl', url: '../../a.whl', hashes: { sha256: SUM }, size: 3 },
    { filename: 'b.whl', url: 'https://f.example/b.whl', hashes: { sha256: '../x' }, size: -1.5 },
    { filename: 'c.whl', url: 'file:///c.whl', hashes: {} },
    { filename: 7, url: 'x' },
    null,
  ];

  expect(parseIndexPage(JSON.stringify({ files }), URL)).toEqual([
    { filename: 'a.whl', url: 'https://i.example/a.whl', sha256: SUM, size: 3 },
    { filename: 'b.whl', url: 'https://f.example/b.whl' },
  ]);
});

test.each(['', 'sorry', '{', '{}', '[]', '{"files": 1}'])('%j is no page', (text) => {
  expect(parseIndexPage(text, URL)).toBeUndefined();
});

test('a project is below its index by its normal name', () => {
  expect(projectUrl('https://i.example/simple/', 'Zope.Interface')).toBe(
    'https://i.example/simple/zope-interface/',
  );
});
