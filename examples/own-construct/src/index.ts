export { Component, type ComponentProps } from './component.ts';
export { COMPONENT, type ComponentLock, type ComponentRequest } from './component-kind.ts';
export { GreetingFile, type GreetingFileProps } from './greeting-file.ts';
export { GreetingImage, type GreetingImageProps } from './greeting-image.ts';
