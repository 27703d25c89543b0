import { syncBuiltinESMExports } from 'node:module';
import { replaceChance } from './chance';
import { replaceClock } from './clock';
import { watchEnvironment } from './environment';
import { replaceFolderOrder, watchTemporaryFolders } from './folder-order';
import { replaceMachine } from './machine';
import { watchOutside } from './outside';
import { watchPlace } from './place';
import { Recorder } from './recorder';
import type { WorldSettings } from './world-settings';

// Runs in the process of the app, before it, for `synth verify`: shows the world that `SYNTH_WORLD`
// describes, and writes down what the app looks at. Loaded by nothing else.
const { SYNTH_WORLD } = process.env;
if (SYNTH_WORLD !== undefined) {
  const settings: WorldSettings = JSON.parse(SYNTH_WORLD);
  const recorder = new Recorder(settings.record);
  watchOutside(recorder);
  replaceFolderOrder(settings, recorder);
  watchTemporaryFolders(recorder);
  watchPlace(recorder);
  replaceMachine(settings, recorder);
  replaceChance(settings, recorder);
  replaceClock(settings, recorder);
  watchEnvironment(recorder);
  syncBuiltinESMExports();
}
