import { wholeNumber } from './number';

/** Whole seconds since 1970, up to the last second of the year 9999: no later date can be written. */
export const EPOCH = wholeNumber({ min: 0, max: 253_402_300_799 });
