/**
 * Orders strings as their UTF-8 bytes are ordered, which is how Go sorts map keys and mount targets.
 *
 * JavaScript compares UTF-16 code units, which puts U+E000..U+FFFF after the astral planes.
 */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above every other unit: lift them over U+E000..U+FFFF.
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2800 : unit;
}
