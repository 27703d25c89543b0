import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { entrySection, GIT, type InputKind } from '../../../constructs';
import { answerOwnKinds } from '../../../constructs/app/answer-own-kinds';
import { BuildError } from '../../../lib/errors';
import { asked } from '../../support/asked';
import { temporaryFolder } from '../../support/temporary-folder';

interface Named {
  readonly name: string;
}

const folder = temporaryFolder('own-kinds');
const answersFile = join(folder, 'answers.json');
const errorsFile = join(folder, 'errors.json');
const { exitCode } = process;

/** A kind of another package, which answers with what a test says. */
function kindThat(resolve: (request: Named) => unknown): InputKind<Named, { version: number }> {
  const key = ({ name }: Named) => name;
  return {
    name: 'acme/own',
    key,
    describe: ({ name }) => `the version of ${name}`,
    readRequest: (value, at, schema) => ({
      name: schema.text(schema.object(value, at).name, `${at}.name`),
    }),
    section: entrySection({
      key,
      nouns: ['version', 'versions'],
      read: (value, at, schema) => ({
        version: schema.size(schema.object(value, at).version, `${at}.version`),
      }),
    }),
    resolve: async (request) => resolve(request) as never,
  };
}

beforeEach(() => {
  process.env.SYNTH_ANSWERS_FILE = answersFile;
  process.env.SYNTH_ERRORS_FILE = errorsFile;
});
afterEach(() => {
  delete process.env.SYNTH_ANSWERS_FILE;
  delete process.env.SYNTH_ERRORS_FILE;
  process.exitCode = exitCode;
  for (const file of [answersFile, errorsFile]) rmSync(file, { force: true });
});

/** What is written once all is answered, or has failed. */
async function written(file: string): Promise<unknown> {
  while (!existsSync(file)) await new Promise(setImmediate);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function answer(kind: InputKind<Named, { version: number }>, ...names: string[]): void {
  const requests = asked(kind, ...names.map((name) => ({ name })));
  answerOwnKinds(requests, new Map([[kind.name, kind]]));
}

describe('requests of a kind of another package', () => {
  test('are answered by it, each under its key', async () => {
    answer(
      kindThat(({ name }) => ({ version: name.length })),
      'a',
      'bb',
    );

    expect(await written(answersFile)).toEqual({
      'acme/own': { a: { version: 1 }, bb: { version: 2 } },
    });
    expect(existsSync(errorsFile)).toBe(false);
  });

  test('are told all, where it fails for several, with construct and line', async () => {
    answer(
      kindThat(({ name }) => {
        if (name === 'b') return { version: 1 };
        throw new Error(`no ${name} there`);
      }),
      'a',
      'b',
      'c',
    );

    expect(await written(errorsFile)).toEqual(
      ['a', 'c'].map((name, index) => ({
        code: 'E_INPUT_FAILED',
        message: `app/${index * 2}: the version of ${name} cannot be had`,
        details: {
          got: `no ${name} there`,
          constructPath: `app/${index * 2}`,
          source: { file: 'app.ts', line: index * 2, column: 1 },
        },
      })),
    );
    expect(existsSync(answersFile)).toBe(false);
  });

  test('keep the code and the way out of an error of its own', async () => {
    answer(
      kindThat(() => {
        throw new BuildError('E_ACME_GONE', 'it is gone', { fix: 'ask for another' });
      }),
      'a',
    );

    expect(await written(errorsFile)).toMatchObject([
      {
        code: 'E_ACME_GONE',
        message: 'it is gone',
        details: { constructPath: 'app/0', fix: 'ask for another', got: 'it is gone' },
      },
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a member of another type', { version: 'seven' }],
    ['no such member', {}],
  ])('are not locked where it gives %s, which it could not read', async (_what, given) => {
    answer(
      kindThat(() => given),
      'a',
    );

    expect(await written(errorsFile)).toMatchObject([
      {
        code: 'E_INPUT_FAILED',
        details: { constructPath: 'app/0', fix: 'mend resolve() of the kind "acme/own"' },
      },
    ]);
    expect(existsSync(answersFile)).toBe(false);
  });
});

describe('nothing is asked outside', () => {
  const never = kindThat(() => {
    throw new Error('asked');
  });
  const settled = () => new Promise((done) => setImmediate(() => setImmediate(done)));

  test('where the command line does not ask for answers', async () => {
    delete process.env.SYNTH_ANSWERS_FILE;

    answer(never, 'a');
    await settled();

    expect([answersFile, errorsFile].filter(existsSync)).toEqual([]);
  });

  test('for kinds of the library, which the command line answers itself', async () => {
    const requests = asked(GIT, { url: 'https://example.org/a', ref: 'refs/tags/v1' });

    answerOwnKinds(requests, new Map<string, InputKind>([[GIT.name, GIT]]));
    await settled();

    expect([answersFile, errorsFile].filter(existsSync)).toEqual([]);
  });
});
