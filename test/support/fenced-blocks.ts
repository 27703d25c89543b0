import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file. */
export interface FencedBlock {
  readonly file: string;
  /** Line of the opening fence. */
  readonly line: number;
  /** The word behind the fence: `ts`, `sh`, `console`, or nothing. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown file, in order. */
export function fencedBlocks(file: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { line: number; language: string; lines: string[] } | undefined;
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((text, index) => {
      const fence = /^\s*```(\w*)\s*$/.exec(text);
      if (fence === null) open?.lines.push(text);
      else if (open === undefined) {
        open = { line: index + 1, language: fence[1] ?? '', lines: [] };
      } else {
        const { line, language, lines } = open;
        blocks.push({ file, line, language, text: `${lines.join('\n')}\n` });
        open = undefined;
      }
    });
  if (open !== undefined) throw new Error(`${file}: a block is not closed`);
  return blocks;
}

/**
 * The commands of shell blocks, one an entry: all lines of `sh`, those with a prompt of `console`,
 * without comments.
 */
export function shellCommands(blocks: readonly FencedBlock[]): string[] {
  return blocks.flatMap(({ language, text }) => {
    const lines = text.split('\n').map((line) => line.trim());
    const typed =
      language === 'console'
        ? lines.flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []))
        : ['sh', 'bash', 'shell'].includes(language)
          ? lines
          : [];
    return typed.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((line) => line !== '');
  });
}
