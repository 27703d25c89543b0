import type { OwnProgram } from '../own-program';

/** The program that runs a test: it makes the sandbox, starts what is tested, and asks. */
export const TEST_PROGRAM: OwnProgram = {
  name: 'test',
  files: [
    'main.go',
    'sandbox.go',
    'user.go',
    'process.go',
    'command.go',
    'service.go',
    'signal.go',
    'question.go',
    'pattern.go',
  ],
  place: '/bin/test',
};
