import { optional, text } from '../../../lib/props';

// A message of one frame has no room for more.
const HOST = String.raw`(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.-]|\$\{\w+\}){1,100})`;
const PORT = String.raw`(?::(?:\d{1,5}|\$\{\w+\}))`;

/** What the probe can ask, each by the name of its argument. */
export const QUESTIONS = {
  /**
   * URL, http or https, that answers with a status from 200 to 399: `http://127.0.0.1:8080/health`.
   * Certificates are not looked at, since they are of the names that the service has outside.
   *
   * @default - it is not asked
   */
  http: optional(
    text({
      pattern: new RegExp(`^https?://${HOST}${PORT}?(?:[/?]\\S*)?$`),
      expected: 'a URL: "http://127.0.0.1:8080/health"',
    }),
  ),
  /**
   * Host and port that accept a connection: `127.0.0.1:5432`.
   *
   * @default - it is not asked
   */
  tcp: optional(
    text({
      pattern: new RegExp(`^${HOST}${PORT}$`),
      expected: 'a host and a port: "127.0.0.1:5432"',
    }),
  ),
  /**
   * Absolute path of a socket that accepts a connection: `/run/postgresql/.s.PGSQL.5432`.
   *
   * @default - it is not asked
   */
  unix: optional(
    text({ pattern: /^\/[^\0\n]+$/, expected: 'an absolute path: "/run/server/socket"' }),
  ),
  /**
   * Question to a DNS server, which answers it with success, be that with no record:
   * `dns://127.0.0.1:53/example.org?type=AAAA`.
   *
   * @default - it is not asked
   * @see RFC 4501
   */
  dns: optional(
    text({
      pattern: new RegExp(`^dns://${HOST}${PORT}?/[\\w.-]{0,253}(?:\\?type=[A-Za-z]+)?$`),
      expected: 'a server, a name and a type: "dns://127.0.0.1:53/example.org?type=A"',
    }),
  ),
  /**
   * Host, port, and service if not all of them, of `grpc.health.v1.Health`, without TLS:
   * `127.0.0.1:9000/my.Service`.
   *
   * @default - it is not asked
   */
  grpc: optional(
    text({
      pattern: new RegExp(`^${HOST}${PORT}(?:/[\\w.]{1,100})?$`),
      expected: 'a host, a port and a service: "127.0.0.1:9000/my.Service"',
    }),
  ),
  /**
   * Server of streams that answers `OPTIONS`: `rtsp://127.0.0.1:7000/`.
   *
   * @default - it is not asked
   * @see RFC 2326
   */
  rtsp: optional(
    text({
      pattern: new RegExp(`^rtsp://${HOST}${PORT}?(?:/\\S*)?$`),
      expected: 'a URL: "rtsp://127.0.0.1:7000/"',
    }),
  ),
} as const;

/** A question that the probe can ask. */
export type QuestionKind = keyof typeof QUESTIONS;

/** All of them, in their order. */
export const QUESTION_KINDS = Object.keys(QUESTIONS) as QuestionKind[];

/** One question, as arguments of the probe have it. */
export interface Question {
  readonly kind: QuestionKind;
  readonly target: string;
}

/** The question among the properties of a healthcheck; undefined where there is none. */
export function questionOf(
  props: Readonly<Partial<Record<QuestionKind, string | undefined>>>,
): Question | undefined {
  for (const kind of QUESTION_KINDS) {
    const target = props[kind];
    if (target !== undefined) return { kind, target };
  }
  return undefined;
}

/** Names of the variables that a question has the values of. */
export function variablesOf({ target }: Question): readonly string[] {
  return [...target.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name);
}

/** Whether the probe must know TLS, which doubles its size. */
export function needsTls({ target }: Question): boolean {
  return target.startsWith('https:');
}
