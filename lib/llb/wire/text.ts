import { BuildError } from '../../errors';

// With the u flag a whole pair is one character, so only halves match.
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * Fails for text that holds half of a surrogate pair: it has no UTF-8 form, and what others put
 * in its place differs, so its digest would.
 */
export function checkText(text: string): string {
  if (!LONE_SURROGATE.test(text)) return text;
  throw new BuildError('E_LLB_TEXT', `text ${JSON.stringify(excerpt(text))} has no UTF-8 form`, {
    got: `half of a surrogate pair at character ${text.search(LONE_SURROGATE)}`,
    expected: 'text made of whole characters',
  });
}

function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
