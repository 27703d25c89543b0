import { spawn } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE_MS = 20_000;

/** A shell script at a terminal of its own, that of `script` of util-linux. */
export class TerminalSession {
  #shown = '';
  #seen = 0;
  readonly #child;
  readonly #ended: Promise<unknown>;

  constructor(command: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn('script', ['-qefc', command, '/dev/null'], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, SHELL: '/bin/sh', TERM: 'xterm', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#ended = once(this.#child, 'close');
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text;
    });
    this.#child.stdin.on('error', () => {});
  }

  /** All that was shown, whatever it was covered by later. */
  get shown(): string {
    return this.#shown;
  }

  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Waits for text behind that of the last wait. */
  async until(text: string | RegExp): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.#shown.slice(this.#seen).match(text);
      if (found?.index !== undefined) {
        this.#seen += found.index + found[0].length;
        return;
      }
      if (Date.now() > end) throw new Error(`no ${text} in ${JSON.stringify(this.#shown)}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /** Waits for the end of the script. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
