import { App, BuildStage, Construct, DebianBase } from '../../../constructs';
import { Annotations, Match } from '../../../constructs/testing';
import { helloApp } from '../../support/hello-app';

/** Two stages: one with two mistakes, one with none. */
function badApp(): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const group = new Construct(app, 'tools');
  new BuildStage(group, 'bad', { base: debian, outputs: ['out', '/b/'], run: [['make']] });
  new BuildStage(group, 'good', { base: debian, run: [['make']] });
  return app;
}

describe('errors of an app', () => {
  const annotations = Annotations.fromApp(badApp());

  test.each([
    ['any', '*', {}],
    ['by path and code', 'tools/bad', { code: 'E_PROPERTY', got: '"out"' }],
    ['by a pattern of paths', 'tools/*', Match.stringLikeRegexp('does not fit$')],
    ['by its whole message', '*', 'tools/bad: property outputs[0] does not fit'],
    ['by its line', '*', { source: { file: 'test/constructs/testing/annotations.test.ts' } }],
  ])('are found: %s', (_, path, pattern) => {
    annotations.hasError(path, pattern);
    expect(annotations.findError(path, pattern).length).toBeGreaterThan(0);
  });

  test('are listed with all that they tell', () => {
    expect(annotations.findError('tools/bad', { got: '"/b/"' })).toEqual([
      {
        path: 'tools/bad',
        code: 'E_PROPERTY',
        message: 'tools/bad: property outputs[1] does not fit',
        got: '"/b/"',
        expected: expect.stringContaining('an absolute path'),
        source: expect.objectContaining({ line: expect.any(Number) }),
      },
    ]);
    expect(annotations.findError('tools')).toEqual([]);
    expect(annotations.findError('tools/b.d')).toEqual([]);
    expect(annotations.findError('tool*/good')).toEqual([]);
  });

  test.each([
    ['tools/b*', 2],
    ['*bad', 2],
    ['*/b*d', 2],
    ['ols/*', 0],
    ['*/ba', 0],
    ['t.ols/*', 0],
    ['**', 2],
  ])('are found by the whole path: %s', (path, count) => {
    expect(annotations.findError(path)).toHaveLength(count);
  });

  test('are asked for in vain with the closest ones', () => {
    expect(() => annotations.hasError('tools/good', { code: 'E_PROPERTY' })).toThrow(
      [
        'the app has no error that matches',
        '  looked for  { path: "tools/good", code: "E_PROPERTY" }',
        '  closest of 2 errors',
        '    E_PROPERTY  tools/bad: property outputs[1] does not fit',
        '      path: expected "tools/good", got "tools/bad"',
      ].join('\n'),
    );
  });

  test('fail hasNoError, which lists them', () => {
    expect(() => annotations.hasNoError()).toThrow(
      /^the app has 2 errors\n {2}E_PROPERTY {2}tools\/bad: property/,
    );
    expect(() => annotations.hasNoError('tools/bad', { got: '"out"' })).toThrow('has an error\n');
    annotations.hasNoError('tools/good');
    annotations.hasNoError('*', { code: 'E_GIT_REF' });
  });
});

test('an app without errors has none, and says so where one is asked for', () => {
  const annotations = Annotations.fromApp(helloApp());

  annotations.hasNoError();
  expect(() => annotations.hasError('*', { code: 'E_GIT_REF' })).toThrow(
    'the app has no error that matches\n  looked for  { code: "E_GIT_REF" }\n  there are no errors',
  );
});

test('errors of lowering are found as those of checks are', () => {
  const run = () => {
    throw new TypeError('a mistake of the app');
  };

  const annotations = Annotations.fromApp(helloApp({ stage: { run } }));

  annotations.hasError('build', {
    code: 'E_USER_FUNCTION',
    message: Match.stringLikeRegexp('a mistake'),
  });
});

test('what is no error of the library is thrown as it is', () => {
  const app = new App();
  app.node.addValidation({
    validate: () => {
      throw new TypeError('a mistake of the test');
    },
  });

  expect(() => Annotations.fromApp(app)).toThrow(TypeError);
});
