/** Where the probe is in an image. */
export const PROBE = '/boot/bin/probe';
