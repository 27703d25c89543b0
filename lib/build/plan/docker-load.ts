import { spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { BuildError, systemErrorCode } from '../../errors';

const MAX_TOLD = 4_000;

/** A stream into `docker load`, which is done when the program says that it has the image. */
export function intoDockerLoad(): Writable {
  const child = spawn('docker', ['load', '--quiet'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-MAX_TOLD);
  });
  const ended = new Promise<Error | undefined>((done) => {
    child.once('error', (cause) => done(notLoaded(cause)));
    child.once('close', (code) => {
      done(code === 0 ? undefined : notLoaded(new Error(told.trim() || `it ended with ${code}`)));
    });
  });
  child.stdin.on('error', () => {}); // why it stopped reading is told when it has ended
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (child.stdin.write(chunk)) return done();
      void Promise.race([new Promise((drained) => child.stdin.once('drain', drained)), ended]).then(
        () => done(),
      );
    },
    final(done) {
      child.stdin.end();
      void ended.then((error) => done(error));
    },
    destroy(error, done) {
      if (child.exitCode === null) child.kill();
      done(error);
    },
  });
}

function notLoaded(cause: Error): BuildError {
  const isMissing = systemErrorCode(cause) === 'ENOENT';
  const reason = isMissing ? 'there is no program "docker"' : cause.message;
  return new BuildError('E_EXPORT', `"docker load" failed: ${reason}`, {
    got: reason,
    fix: isMissing
      ? 'install docker, or build with --addr of Docker Engine, or use type=docker,dest=<file>'
      : 'see what docker says, and build again',
    cause,
  });
}
