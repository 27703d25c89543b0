import {
  IMAGE_NAME,
  LABEL_KEY,
  list,
  optional,
  PLATFORM,
  type PropsOf,
  REPOSITORY,
  record,
  shape,
  TAG,
  text,
} from '../../lib/props';

const PUBLISH_PROPS = shape({
  /** Repositories with their registry, e.g. `registry.example.org/me/hello`. */
  names: list(REPOSITORY),
  /**
   * Tags.
   *
   * @default ['latest']
   */
  tags: optional(list(TAG)),
});

/** Where an image is pushed to: each name with each tag. */
export interface PublishProps extends PropsOf<typeof PUBLISH_PROPS> {}

/** What fits {@link ImageProps}; a class of images extends it. */
export const IMAGE_PROPS = shape({
  /**
   * Name in commands and in the assembly, one of its own for each image of the app.
   *
   * @default - the id of the construct
   */
  name: optional(IMAGE_NAME),
  /** Platforms of the image's index, e.g. `['linux/amd64', 'linux/arm64']`. */
  platforms: list(PLATFORM, { min: 1, unique: true }),
  /**
   * Where it is pushed to.
   *
   * @default - it cannot be pushed
   */
  publish: optional<PublishProps>(PUBLISH_PROPS),
  /**
   * Labels of the image config.
   *
   * @default {}
   */
  labels: optional(record(LABEL_KEY, text())),
});

/** Properties that every image has. */
export interface ImageProps extends PropsOf<typeof IMAGE_PROPS> {}
