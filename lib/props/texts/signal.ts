import { text } from '../text';

const NAMES = `ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV
  STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ`.split(/\s+/);
const REAL_TIME = 'RTMIN(?:\\+(?:[1-9]|1[0-5]))?|RTMAX(?:-(?:[1-9]|1[0-4]))?';
const NUMBER = '[1-9]|[1-5]\\d|6[0-4]';

/**
 * A signal of Linux, by its name or its number.
 *
 * @see OCI image-spec, config.md, `StopSignal`; the names are those of github.com/moby/sys/signal
 */
export const SIGNAL = text({
  pattern: new RegExp(`^(?:SIG(?:${NAMES.join('|')}|${REAL_TIME})|${NUMBER})$`),
  expected: 'the name of a signal, such as "SIGTERM" or "SIGRTMIN+3", or its number as a text',
  known: [...NAMES, 'RTMIN', 'RTMAX'].map((name) => `SIG${name}`),
});
