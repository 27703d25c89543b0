export {
  type ConfiguredRoot,
  type ConfigureOptions,
  carryChanges,
  configureInPlace,
} from './configure';
export type { Deb } from './deb';
export { type ExtractOptions, extractArchive } from './extract';
export { type FinishOptions, finishRuntime } from './finish';
export { type UnpackNpmOptions, unpackNpm } from './npm';
export { unpackerTools } from './tools';
export {
  type RootfsStep,
  type RuntimeOptions,
  type UnpackOptions,
  unpackDebs,
  unpackRuntime,
} from './unpack';
export { installWheels, type Wheel, type WheelsOptions } from './wheels';
