/**
 * Assertions for the tests of an app: it is synthesised whole, with made-up answers in the place of
 * the lock, without files and without a daemon; or built, to read files of its images.
 *
 * @module buildkit-cdk/testing
 */
export type { FileEntry } from '../../lib/client';
export { type AnnotatedError, Annotations, type ErrorPattern } from './annotations';
export type { BuildImageOptions } from './build/build-options';
export type { BuiltImage } from './build/built-image';
export { ImageAssertions } from './image-assertions';
export { Capture } from './match/capture';
export { Match } from './match/match';
export { MatchResult, type Mismatch } from './match/match-result';
export { Matcher } from './match/matcher';
export { type Pattern, PlatformAssertions } from './platform-assertions';
export { SynthAssertionError } from './synth-assertion-error';
export { SynthResult } from './synth-result';
export { type SynthOptions, Testing } from './testing';
export type { ExecView, MountView } from './view/exec-view';
export type { FileView } from './view/file-view';
export type { SourceView } from './view/source-view';
