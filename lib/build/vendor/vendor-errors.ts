import { BuildError } from '../../errors';
import type { VendorFolder } from './vendor-folder';
import type { VendoredInput } from './vendored-input';

/** Where the folder has something else in the place of an input. */
export function damagedError(
  { title }: VendoredInput,
  { path }: VendorFolder,
  got = 'other content than its hash says',
): BuildError {
  return new BuildError('E_VENDOR_DAMAGED', `${title} is damaged in "${path}"`, {
    got,
    expected: 'what the lock names',
    fix: 'run "synth vendor" again, where there is a network: it fetches that alone',
  });
}

/** Where the folder has nothing of an input. */
export function missingError({ title }: VendoredInput, { path }: VendorFolder): BuildError {
  return new BuildError('E_VENDOR_MISSING', `${title} is not in "${path}"`, {
    expected: 'a folder with all inputs of what is built',
    fix: 'run "synth vendor" again, where there is a network: it fetches what is missing',
  });
}
