import { existsSync, readFileSync, rmSync } from 'node:fs';
import { SchemaReader } from '../../json';
import type { LockFile } from '../../lock/lock-file';

/** Answers by the name of a kind, then by key. */
type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Takes what the app answered itself, for kinds of input of other packages. */
export function readOwnAnswers(file: string): Answers {
  if (!existsSync(file)) return {};
  const schema = new SchemaReader('E_INPUT_FAILED', 'answers of the app', 'mend the kind of input');
  const answers: unknown = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return schema.record(answers, '', (section, at) =>
    schema.record(section, at, (answer, place) => schema.object(answer, place)),
  );
}

/** The lock with more entries. */
export function withAnswers({ sections }: LockFile, answers: Answers): LockFile {
  const added = Object.entries(answers).map(([name, entries]) => [
    name,
    { ...Object(sections[name]), ...entries },
  ]);
  return { sections: { ...sections, ...Object.fromEntries(added) } };
}
