/** What a piece of text means; the display chooses how that looks. */
export type Tone = 'error' | 'warning' | 'good' | 'accent' | 'strong' | 'faint';

const SGR: Readonly<Record<Tone, readonly [number, number]>> = {
  error: [31, 39],
  warning: [33, 39],
  good: [32, 39],
  accent: [36, 39],
  strong: [1, 22],
  faint: [2, 22],
};

/** Gives text a tone; without colors it returns the text as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** The painter of a stream that shows colors, or of one that does not. */
export function createPaint(color: boolean): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) => {
    const [open, close] = SGR[tone];
    return text === '' ? '' : `\x1b[${open}m${text}\x1b[${close}m`;
  };
}
