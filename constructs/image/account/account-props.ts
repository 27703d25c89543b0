import {
  ABSOLUTE_PATH,
  either,
  optional,
  type PropsOf,
  shape,
  text,
  wholeNumber,
} from '../../../lib/props';

const NAME = '[a-z_][a-z0-9_-]{0,31}';

const ID = wholeNumber({ min: 1, max: 0xffff_ffff });

/** What fits {@link Account}. */
export const ACCOUNT = shape({
  /** Name of the user, and of its group where that is not one of another name. */
  name: text({ pattern: new RegExp(`^${NAME}$`), expected: 'the name of an account: "media"' }),
  /** Number of the user. */
  id: ID,
  /**
   * Number of its group. One that the image does not have gets the name of the user.
   *
   * @default - the number of the user
   */
  group: optional(ID),
  /**
   * Its home, which is there where something makes it: a path of `writable`, or files.
   *
   * @default '/nonexistent'
   */
  home: optional(ABSOLUTE_PATH),
  /**
   * Program that a login starts, one of the image.
   *
   * @default '/usr/sbin/nologin', which need not be there
   */
  shell: optional(ABSOLUTE_PATH),
});

/** An account of an image, beside those of its packages: a line of `/etc/passwd`, one of `/etc/group`. */
export interface Account extends PropsOf<typeof ACCOUNT> {}

const NUMBERS = '\\d{1,10}:\\d{1,10}';

/** A user with its group, in numbers or by name. */
export const USER = text({
  pattern: new RegExp(`^(${NUMBERS}|${NAME}(:${NAME})?)$`),
  expected:
    'user and group as numbers, or the name of an account: "65532:65532", "postgres", "mpd:audio"',
});

/** What fits {@link WritableFolder}. */
export const WRITABLE_FOLDER = shape({
  /** Absolute path of the folder. */
  path: ABSOLUTE_PATH,
  /**
   * User and group that it belongs to, in numbers or by name, as those of `user`.
   *
   * @default - the user of the image
   */
  owner: optional(USER),
  /**
   * Its permission bits, which may have those that keep the group (`0o2000`) and the owner of what is
   * in it (`0o1000`).
   *
   * @default - as it is, with all for its owner; 0o750 for one that is made
   */
  mode: optional(wholeNumber({ min: 0o001, max: 0o3777 })),
});

/** A folder that the process writes, with its owner and its mode. */
export interface WritableFolder extends PropsOf<typeof WRITABLE_FOLDER> {}

/** A path that the process writes, alone or with its owner and mode. */
export const WRITABLE = either(ABSOLUTE_PATH, WRITABLE_FOLDER);
