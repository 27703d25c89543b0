/** Where the program that prepares a service is in an image. */
export const START = '/boot/bin/start';

/** Where it reads what to do. */
export const START_PLAN = '/boot/start.json';
