import { dotOfDefinition } from '../../lib/graph';
import {
  bindMount,
  diff,
  image,
  local,
  merge,
  mkdir,
  nestedBuild,
  type State,
  vertexName,
} from '../../lib/llb';

const platform = { os: 'linux', architecture: 'amd64' };

function everything(): State {
  const source = local('src');
  const base = image('alpine');
  const built = base.run({
    args: ['echo', '"quoted"\n\\'],
    mounts: [bindMount('/src', source)],
  }).root;
  const changed = diff(base, built);
  const files = base.file(
    mkdir('/a', 0o755).copy(source, '/', '/a').rm('/b').symlink('/x', '/y').mkfile('/f', 0, ''),
  );
  return nestedBuild(merge([files, changed], { customName: 'all of it' }).requires('r', [source]));
}

test('every kind of op has its name and its shape', () => {
  const definition = everything().marshal({ platform });
  const dot = dotOfDefinition(definition).replace(
    /sha256:[0-9a-f]{64}/g,
    (digest) => `#${definition.ops.findIndex((op) => op.digest === digest)}`,
  );
  expect(dot).toMatchInlineSnapshot(`
"digraph {
  "#0" [label="docker-image://docker.io/library/alpine:latest" shape="ellipse"];
  "#1" [label="local://src" shape="ellipse"];
  "#2" [label="mkdir /a, copy / /a, rm /b, symlink /y -> /x, mkfile /f" shape="note"];
  "#3" [label="echo \\"quoted\\"\\n\\\\" shape="box"];
  "#4" [label="diff (docker-image://docker.io/library/alpine:latest) -> (echo \\"quoted\\"\\n\\\\)" shape="doublecircle"];
  "#5" [label="all of it" shape="invtriangle"];
  "#6" [label="passthrough r" shape="cds"];
  "#7" [label="build" shape="box3d"];
  "#8" [label="result" shape="plaintext"];
  "#0" -> "#2" [label=""];
  "#1" -> "#2" [label=""];
  "#0" -> "#3" [label=""];
  "#1" -> "#3" [label="/src"];
  "#0" -> "#4" [label=""];
  "#3" -> "#4" [label=""];
  "#2" -> "#5" [label=""];
  "#4" -> "#5" [label=""];
  "#5" -> "#6" [label=""];
  "#1" -> "#6" [label=""];
  "#6" -> "#7" [label=""];
  "#7" -> "#8" [label=""];
}
"
`);
});

test('edges carry the mount points of an exec', () => {
  const definition = everything().marshal({ platform });
  expect(dotOfDefinition(definition).match(/label="\/src"/g)).toHaveLength(1);
});

test('every line is a statement of DOT, whatever the names hold', () => {
  const text = '"(?:[^"\\\\\\n]|\\\\.)*"';
  const statement = new RegExp(
    `^  ${text}(?: \\[label=${text} shape=${text}\\]| -> ${text} \\[label=${text}\\]);$`,
  );
  const names = ['"', '\\', '\n', '\0', ']', ';', 'ü', '\u2028', '\\"', '->'];
  const states = names.map((name) => image('a').run({ args: [name, name] }).root);
  const lines = dotOfDefinition(merge(states).marshal({ platform })).trimEnd().split('\n');
  expect([lines.at(0), lines.at(-1)]).toEqual(['digraph {', '}']);
  expect(lines.slice(1, -1).filter((line) => !statement.test(line))).toEqual([]);
});

test("a name holds its inputs' names, and a very long one is cut", () => {
  let state = image('alpine');
  for (let level = 0; level < 60; level++) state = merge([state, state]);
  const definition = state.marshal({ platform });
  const name = vertexName(definition, definition.ops.at(-2)?.digest ?? '');
  expect(name.startsWith('merge (merge (')).toBe(true);
  expect(name.length).toBeLessThan(1100);
});
