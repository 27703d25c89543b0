import { writeFileSync } from 'node:fs';
import { BuildError, BuildErrors } from '../../lib/errors';
import type { InputKind } from '../../lib/inputs/kind';
import { SchemaReader } from '../../lib/json';
import type { AskedRequest } from '../../lib/lock/asked';
import { handOverErrors } from './errors';

/** Answers by the name of the kind, then by key: what `SYNTH_ANSWERS_FILE` holds. */
type Answers = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/**
 * Answers the requests of kinds of other packages, whose code only this process has, for
 * `synth lock`, which names the file for them in `SYNTH_ANSWERS_FILE`. Without it nothing is asked
 * outside: synth is pure.
 */
export function answerOwnKinds(
  missing: readonly AskedRequest[],
  kinds: ReadonlyMap<string, InputKind>,
): void {
  const file = process.env.SYNTH_ANSWERS_FILE;
  if (file === undefined) return;
  const own = missing.filter(({ kind }) => kinds.get(kind)?.resolve !== undefined);
  if (own.length === 0) return;
  answerAll(own, kinds).then((answers) => writeFileSync(file, json(answers)), handOverErrors);
}

function json(answers: Answers): string {
  const sections = [...answers].map(([kind, ofKind]) => [kind, Object.fromEntries(ofKind)]);
  return JSON.stringify(Object.fromEntries(sections));
}

function answerAll(
  requests: readonly AskedRequest[],
  kinds: ReadonlyMap<string, InputKind>,
): Promise<Answers> {
  const answers = new Map<string, Map<string, unknown>>();
  const errors: BuildError[] = [];
  const all = requests.map((asked) =>
    answer(asked, kinds.get(asked.kind)).then(
      (value) => {
        const ofKind = answers.get(asked.kind) ?? new Map();
        answers.set(asked.kind, ofKind.set(asked.key, value));
      },
      (error: BuildError) => void errors.push(error),
    ),
  );
  return Promise.all(all).then(() => {
    BuildErrors.throwIfAny(errors);
    return answers;
  });
}

function answer(asked: AskedRequest, kind: InputKind | undefined): Promise<unknown> {
  const { constructPath, request, says, source } = asked;
  const say = (message: string) => void process.stderr.write(`${message}\n`);
  const begun = Promise.resolve()
    .then(() => kind?.resolve?.(request, { say }))
    .then((value) => readBack(value, asked, kind));
  return begun.catch((cause: unknown) => {
    const own = BuildError.is(cause) ? cause : undefined;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError(
      own?.code ?? 'E_INPUT_FAILED',
      own?.message ?? `${constructPath}: ${says} cannot be had`,
      { got: message, ...own?.details, constructPath, source, cause },
    );
  });
}

/** The answer as the kind will find it in the lock: what it could not read is not locked at all. */
function readBack(value: unknown, { key, says }: AskedRequest, kind: InputKind | undefined) {
  const locked: unknown = JSON.parse(JSON.stringify({ [key]: value ?? null }));
  const fix = `mend resolve() of the kind "${kind?.name}"`;
  kind?.section.read(locked, kind.name, new SchemaReader('E_INPUT_FAILED', says, fix));
  return value;
}
