import { sep } from 'node:path';
import type { SourceLocation } from '../../../errors';
import { packageFolder, userFrame } from '../../../package';

/** Frames that are looked through for the user's. */
const MAX_FRAMES = 60;
/** A module is being loaded: what its loader reads is nothing that the app does. */
const LOADER = /\bnode:internal\/(modules|process\/esm_loader)/;
const OWN = `${packageFolder()}${sep}`;

type Entry = (...args: never[]) => unknown;

/**
 * The line of the app that called, itself or through a package; undefined where this package did, or
 * the loader of modules.
 *
 * @param entry the function that was called, in the place of another
 */
export function callSite(entry: Entry): SourceLocation | undefined {
  for (const frame of framesAbove(entry)) {
    const place = userFrame(frame);
    if (place !== undefined) return place;
    if (LOADER.test(frame) || isOwn(frame)) return undefined;
  }
  return undefined;
}

/** The line of the app that called, if it did so itself. */
export function directCallSite(entry: Entry): SourceLocation | undefined {
  for (const frame of framesAbove(entry)) {
    const place = userFrame(frame);
    if (place !== undefined) return place;
    if (LOADER.test(frame) || !/\bnode:/.test(frame)) return undefined;
  }
  return undefined;
}

function framesAbove(entry: Entry): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = MAX_FRAMES;
  const holder = new Error();
  Error.captureStackTrace(holder, entry);
  const stack: unknown = holder.stack;
  Error.stackTraceLimit = limit;
  const frames = typeof stack === 'string' ? stack.split('\n').slice(1) : [];
  return frames.filter((frame) => !/\(<anonymous>\)$| \(native\)$/.test(frame));
}

// Linked or installed, it is in a folder of its own, or in one of packages.
function isOwn(frame: string): boolean {
  return frame.includes(OWN) || /[\\/]node_modules[\\/]buildkit-cdk[\\/]/.test(frame);
}
