import { WAIVER_KEY } from '../../lib/llb';
import { optional, type PropsOf, REASON, shape } from '../../lib/props';
import { HARDENING_NAMES } from './hardening';

/** What fits {@link StageWaivers}. */
export const STAGE_WAIVERS = shape({
  /**
   * The commands have the network of the daemon: what they fetch is pinned by nothing.
   *
   * @default - they have none
   */
  network: optional(REASON),
  /**
   * Programs are not independent of their position: `-no-pie`.
   *
   * @default - as Debian's compilers have it, they are
   */
  pie: optional(REASON),
  /**
   * Relocations stay writable: no `-z relro`.
   *
   * @default - they become read-only
   */
  relro: optional(REASON),
  /**
   * Functions of libraries are bound when they are first called: no `-z now`.
   *
   * @default - they are bound at the start, and what holds them becomes read-only
   */
  now: optional(REASON),
  /**
   * No `-fstack-protector-strong`.
   *
   * @default - functions find out that their frame was overwritten
   */
  stackProtector: optional(REASON),
  /**
   * No `-fstack-clash-protection`, of amd64, arm64 and armhf.
   *
   * @default - no frame leaps over the guard below the stack
   */
  stackClash: optional(REASON),
  /**
   * No `-D_FORTIFY_SOURCE=2`.
   *
   * @default - functions of libc check the sizes that the compiler knows
   */
  fortify: optional(REASON),
  /**
   * No `-Werror=format-security`.
   *
   * @default - a format that is no literal, and has no arguments, is an error
   */
  format: optional(REASON),
  /**
   * No `-fcf-protection`, of amd64.
   *
   * @default - jumps lead only to where jumps may lead
   */
  controlFlow: optional(REASON),
  /**
   * No `-mbranch-protection=standard`, of arm64.
   *
   * @default - jumps lead only to where jumps may lead, and addresses to return to are signed
   */
  branchProtection: optional(REASON),
});

/** Departures of a stage: each with the reason that an audit will read. */
export interface StageWaivers extends PropsOf<typeof STAGE_WAIVERS> {}

/** What a step of the stage says of itself, for audits. */
export function departures(waivers: StageWaivers): Record<string, string> {
  const given = Object.entries<string | undefined>({ ...waivers });
  return Object.fromEntries(
    given.flatMap(([name, reason]) =>
      reason === undefined ? [] : [[`${WAIVER_KEY}${name}`, reason]],
    ),
  );
}

/** The waivers that mean something only where a compiler is added. */
export function waivedHardenings(waivers: StageWaivers): string[] {
  return HARDENING_NAMES.filter((name) => waivers[name] !== undefined);
}
