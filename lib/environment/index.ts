export { type Environment, type EnvironmentSources, loadEnvironment } from './environment';
export { ENVIRONMENT_FILE } from './environment-file';
export { type Mirrors, parseMirrorList } from './mirrors';
