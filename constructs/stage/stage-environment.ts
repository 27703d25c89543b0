/** The environment of commands, the same on every machine. */
export function stageEnvironment(sourceDateEpoch: number) {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
    HOME: '/root',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: `${sourceDateEpoch}`,
  };
}
