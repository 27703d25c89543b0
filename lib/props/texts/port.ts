import { text } from '../text';

const NUMBER = '[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]';

/**
 * A port that a process listens on. Docker has ranges too, which no image config has.
 *
 * @see OCI image-spec, config.md, `ExposedPorts`
 */
export const PORT = text({
  pattern: new RegExp(`^(?:${NUMBER})/(?:tcp|udp|sctp)$`),
  expected: 'a port from 1 to 65535 with its protocol, tcp, udp or sctp: "8080/tcp"',
});
