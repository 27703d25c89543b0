export {
  type ChangedVertex,
  type ComparedVertex,
  compareDefinitions,
  type DefinitionDifference,
} from './compare';
export { dotLines, dotOfDefinition } from './dot';
export { dumpDefinition, dumpLines } from './dump';
export { type FieldChange, fieldChanges, valueChanges } from './field-changes';
