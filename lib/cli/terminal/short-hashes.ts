/** Commits and digests as people tell them: their first twelve digits. */
export function shortHashes(text: string): string {
  return text.replace(/\b([0-9a-f]{12})[0-9a-f]{28,}\b/g, '$1');
}
