export {
  type ChangedVertex,
  type ComparedVertex,
  compareDefinitions,
  type DefinitionDifference,
} from './compare';
export { dotOfDefinition } from './dot';
export { dumpDefinition } from './dump';
export { type FieldChange, fieldChanges } from './field-changes';
