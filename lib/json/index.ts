export { block, bytewise, line, list, type Member, members } from './layout';
export { SchemaReader } from './schema-reader';
