import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ids of the processes whose command line holds a text; those in containers are among them. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return command.includes(text) ? [Number(name)] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

/** Waits until a condition holds. */
export async function waitUntil(
  what: string,
  holds: () => boolean,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<void> {
  for (const end = performance.now() + timeoutMs; !holds(); ) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
    await sleep(20);
  }
}
