import {
  ABSOLUTE_PATH,
  exactlyOne,
  flag,
  instance,
  list,
  number,
  optional,
  PLATFORM,
  type PropsOf,
  record,
  shape,
  text,
  VARIABLE_NAME,
  wholeNumber,
} from '../../../lib/props';
import { ARTIFACT } from '../../core/artifact';
import { DebianBase } from '../../debian/debian-base';
import { Image } from '../image';
import { QUESTION_KINDS, QUESTIONS } from '../probe/question';
import { PATTERN } from './pattern';

const SECONDS = number({ min: 0.001, max: 3600 });

const STATUS = wholeNumber({ min: 0, max: 255 });

const RUN = shape({
  /** The program, by its path or as the PATH of the image has it, and its arguments. */
  command: list(text(), { min: 1 }),
  /** Exit status; that of a signal is 128 and its number. @default 0 */
  status: optional(STATUS),
  /** What is in its standard output. @default - anything */
  stdout: optional(PATTERN),
  /** What is in its standard error. @default - anything */
  stderr: optional(PATTERN),
  /** How long it may take. @default 60 */
  timeoutSeconds: optional(SECONDS),
});

/** A program of the image that ends by itself, and what is expected of it. */
export interface TestRun extends PropsOf<typeof RUN> {}

const REQUEST = shape({
  /** Whom it is sent to; the loopback is all that there is. Certificates are not looked at. */
  url: text({ pattern: /^https?:\/\/\S+$/, expected: 'a URL: "http://127.0.0.1:8080/hello"' }),
  /** @default 'GET' */
  method: optional(text({ pattern: /^[A-Z]+$/, expected: 'a method of HTTP: "POST"' })),
  /** @default {} */
  headers: optional(record(text(), text())),
  /** @default - nothing is sent */
  body: optional(text()),
  /** Status of the answer; redirects are not followed. @default 200 */
  status: optional(wholeNumber({ min: 100, max: 599 })),
  /** What is in the body of the answer. @default - anything */
  answer: optional(PATTERN),
  /** How long the answer may take. @default 30 */
  timeoutSeconds: optional(SECONDS),
});

/** A request of HTTP, and what is expected of the answer. */
export interface TestRequest extends PropsOf<typeof REQUEST> {}

const FILE = shape({
  /** Absolute path. */
  path: ABSOLUTE_PATH,
  /** What is in it. @default - it must be there, whatever it holds */
  content: optional(PATTERN),
});

/** A file that must be there, and what is expected of it. */
export interface TestFile extends PropsOf<typeof FILE> {}

const QUESTION = exactlyOne(
  shape({
    ...QUESTIONS,
    /** A request of HTTP, and what is expected of the answer. @default - it is not sent */
    request: optional<TestRequest>(REQUEST),
    /** A program beside the service, with the same user and the same files. @default - none is run */
    run: optional<TestRun>(RUN),
    /** A file that the service has made or changed. @default - none is read */
    file: optional<TestFile>(FILE),
  }),
  ...QUESTION_KINDS,
  'request',
  'run',
  'file',
);

/** What a running service is asked: one of the questions of a healthcheck, or one with an answer. */
export interface TestQuestion extends PropsOf<typeof QUESTION> {}

const SERVICE = shape({
  /** Arguments in place of `cmd`. @default - those of the image */
  args: optional(list(text())),
  /**
   * What is asked in turn once it is healthy. Without a healthcheck of the image, the first one is asked
   * until it has its answer.
   *
   * @default [] - it becomes healthy, and ends when it is told to
   */
  questions: optional(list<TestQuestion>(QUESTION)),
  /** How long it may take to become healthy. @default 60 */
  startSeconds: optional(SECONDS),
  /** How long it may take to end once it has its stop signal. @default 10 - as Docker Engine waits */
  stopSeconds: optional(SECONDS),
  /** Statuses that it may end with. @default - 0, or 128 and the number of its stop signal */
  stopStatus: optional(list(STATUS, { min: 1 })),
});

/** The process of the image, as an engine would start it. */
export interface TestService extends PropsOf<typeof SERVICE> {}

/** What fits {@link ImageTestProps}. */
export const IMAGE_TEST_PROPS = exactlyOne(
  shape({
    /** The image that is tested: it fails where the test fails. */
    image: instance('an image: new RuntimeImage(...)', (value) => Image.isImage(value)),
    /** A program that ends by itself. @default - none is run */
    run: optional<TestRun>(RUN),
    /** The process of the image, which is started, asked, and told to stop. @default - it is not started */
    service: optional<TestService>(SERVICE),
    /** Artifacts that must be made, e.g. outputs of stages that run tests. @default - none */
    stages: optional(list(ARTIFACT, { min: 1 })),
    /**
     * Platforms of the image that are tested. Of one that is not the build platform, the daemon needs
     * an emulator.
     *
     * @default - the platform that execs run on: no other is tested
     */
    platforms: optional(list(PLATFORM, { min: 1, unique: true })),
    /** Variables beside those of the image, in place of those of the same name. @default {} */
    env: optional(record(VARIABLE_NAME, text())),
    /** Folders in memory that anybody may write, which are empty at first. @default ['/tmp'] */
    tmpfs: optional(list(ABSOLUTE_PATH, { unique: true })),
    /**
     * Artifacts by the folder that they are mounted at, to be read: a configuration, data to ask for.
     *
     * @default {}
     */
    mounts: optional(record(ABSOLUTE_PATH, ARTIFACT)),
    /**
     * Whether the root is read-only; volumes are not.
     *
     * @default - true for a runtime, which keeps its contract; false for any other image
     */
    readOnly: optional(flag()),
    /**
     * What the program that tests is compiled with.
     *
     * @default - the Debian of the image; one of a registry has none
     */
    debian: optional(
      instance('a Debian: new DebianBase(...)', (value) => DebianBase.isDebianBase(value)),
    ),
  }),
  'run',
  'service',
  'stages',
);

/** Properties of an {@link ImageTest}: the image, and one of `run`, `service` and `stages`. */
export interface ImageTestProps extends PropsOf<typeof IMAGE_TEST_PROPS> {}
