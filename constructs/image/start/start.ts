import type { OwnProgram } from '../own-program';
import { START } from './place';

/** The program that prepares a service and becomes it. */
export const START_PROGRAM: OwnProgram = {
  name: 'start',
  files: ['main.go', 'variable.go', 'template.go', 'once.go'],
  place: START,
};
