import type { DisplayOptions, ProgressDisplay, ProgressMode } from './display';
import { createPlainDisplay } from './plain';
import { createQuietDisplay } from './quiet';
import { createRawJsonDisplay } from './rawjson';
import { createTtyDisplay } from './tty';

/** The display of a mode. */
export function createDisplay(
  mode: Exclude<ProgressMode, 'auto'>,
  options: DisplayOptions,
): ProgressDisplay {
  switch (mode) {
    case 'plain':
      return createPlainDisplay(options);
    case 'tty':
      return createTtyDisplay(options);
    case 'quiet':
      return createQuietDisplay();
    case 'rawjson':
      return createRawJsonDisplay(options);
  }
}
