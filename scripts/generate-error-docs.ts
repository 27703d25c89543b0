// Writes docs/errors.md from the table of error codes: node --import tsx scripts/generate-error-docs.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../lib/errors';

/** Text of `docs/errors.md`. */
export function renderErrorDocs(): string {
  const sections = Object.entries(ERROR_CODES).map(
    ([code, { meaning, remedy }]) => `## ${code}\n\n${sentence(meaning)}\n\n**Fix**: ${remedy}.\n`,
  );
  return [
    '<!-- Made by scripts/generate-error-docs.ts from lib/errors/codes.ts. -->\n',
    '# Errors\n',
    'Every error has a code that stays the same among versions. Errors of one run are collected and',
    'shown together, each with the path of its construct and the line that made it where there is one.\n',
    ...sections,
  ].join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

if (require.main === module) {
  writeFileSync(join(__dirname, '../docs/errors.md'), renderErrorDocs());
}
