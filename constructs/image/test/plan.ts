import type { ImageConfigFields } from '../../../lib/oci/image-config';
import { formatJson } from '../../files/format/json';
import { imageVariables } from '../../source/image-runtime';
import { questionOf } from '../probe/question';
import type {
  ImageTestProps,
  TestQuestion,
  TestRequest,
  TestRun,
  TestService,
} from './image-test-props';
import { patternPlan } from './pattern';
import { TEST_PROBE } from './place';

const NANOSECONDS = 1_000_000_000;

/** What is done in the sandbox, as `main.go` reads it. */
export function testPlan(
  { env = {}, run, service }: ImageTestProps,
  { config, isBare, tmpfs }: TestedImage,
): string {
  return formatJson({
    user: config.User ?? '',
    environment: Object.entries({ ...imageVariables(config), ...env }).map(
      ([name, value]) => `${name}=${value}`,
    ),
    folder: config.WorkingDir ?? '/',
    temporary: tmpfs,
    capable: !isBare,
    ...(run && { run: runPlan(run) }),
    ...(service && { service: servicePlan(service, config) }),
  });
}

/** What a test knows of the image. */
export interface TestedImage {
  readonly config: ImageConfigFields;
  /** Whether it runs without capabilities. */
  readonly isBare: boolean;
  /** Folders in memory. */
  readonly tmpfs: readonly string[];
}

/** The process that an engine starts: entrypoint and arguments. */
export function processOf({ args }: TestService, { Cmd = [], Entrypoint = [] }: ImageConfigFields) {
  return [...Entrypoint, ...(args ?? Cmd)];
}

/** The command of a healthcheck; undefined where the image has none. */
export function healthcheckOf({ Healthcheck }: ImageConfigFields): readonly string[] | undefined {
  const [kind, ...words] = Healthcheck?.Test ?? [];
  if (kind === 'CMD') return words;
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : undefined;
}

function servicePlan(service: TestService, config: ImageConfigFields) {
  const { questions = [], startSeconds = 60, stopSeconds = 10, stopStatus } = service;
  const command = healthcheckOf(config);
  const timeoutSeconds = (config.Healthcheck?.Timeout ?? 30 * NANOSECONDS) / NANOSECONDS;
  return {
    args: processOf(service, config),
    ...(command && { healthcheck: runPlan({ command, timeoutSeconds }) }),
    questions: questions.map(questionPlan),
    startSeconds,
    stopSignal: config.StopSignal ?? 'SIGTERM',
    stopSeconds,
    ...(stopStatus && { stopStatus }),
  };
}

function questionPlan(asked: TestQuestion) {
  const { file, request, run } = asked;
  if (run !== undefined) return { run: runPlan(run) };
  if (request !== undefined) return { request: requestPlan(request) };
  if (file !== undefined) {
    return {
      file: { path: file.path, ...(file.content && { content: patternPlan(file.content) }) },
    };
  }
  const question = questionOf(asked);
  const words = question === undefined ? [] : [question.kind, question.target, '30s'];
  return { run: runPlan({ command: [TEST_PROBE, ...words] }) };
}

function runPlan({ command, status = 0, stderr, stdout, timeoutSeconds = 60 }: TestRun) {
  return {
    args: command,
    status,
    ...(stdout && { stdout: patternPlan(stdout) }),
    ...(stderr && { stderr: patternPlan(stderr) }),
    seconds: timeoutSeconds,
  };
}

function requestPlan(request: TestRequest) {
  const { answer, body = '', headers = {}, method = 'GET', status = 200, url } = request;
  const { timeoutSeconds = 30 } = request;
  return {
    url,
    method,
    headers,
    body,
    status,
    ...(answer && { answer: patternPlan(answer) }),
    seconds: timeoutSeconds,
  };
}
