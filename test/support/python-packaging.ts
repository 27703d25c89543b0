import { spawnSync } from 'node:child_process';

/** Why Python's own "packaging" cannot be asked here, or undefined. */
export function whyNoPackaging(): string | undefined {
  const { status } = spawnSync('python3', ['-c', 'import packaging.tags, packaging.markers']);
  return status === 0 ? undefined : 'there is no python3 with the package "packaging"';
}

/**
 * What Python says, with "packaging" at hand.
 *
 * @param program reads `given`, and sets `result`
 */
export function askPackaging<T>(program: string, given: unknown): T {
  const whole = `import json, sys\ngiven = json.load(sys.stdin)\n${program}\njson.dump(result, sys.stdout)`;
  const { status, stderr, stdout } = spawnSync('python3', ['-c', whole], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Runs tests where "packaging" is there, and else says why they are skipped. */
export function describeWithPackaging(name: string, run: () => void): void {
  const missing = whyNoPackaging();
  if (missing === undefined) describe(name, run);
  else {
    process.stderr.write(`skipped: ${name}: ${missing}\n`);
    describe.skip(`${name}: ${missing}`, run);
  }
}
