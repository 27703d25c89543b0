export { type ConfigureOptions, configureFromOutside, configureInPlace } from './configure';
export type { Deb } from './deb';
export { type ExtractOptions, extractArchive } from './extract';
export { unpackerTools } from './tools';
export { type RootfsStep, type UnpackOptions, unpackDebs, unpackRuntime } from './unpack';
