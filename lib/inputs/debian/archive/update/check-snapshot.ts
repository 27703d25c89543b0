import { snapshotEpoch } from '../../../../debian';
import { BuildError } from '../../../../errors';
import { archiveKey, type DebianRequest } from '../../request';

/**
 * Refuses a date before that of the app: nothing is newer there.
 *
 * @throws BuildError `E_UPDATE_SNAPSHOT`
 */
export function checkSnapshot(request: DebianRequest, snapshot: string): void {
  const [own = 0, wanted] = [request.snapshot, snapshot].map(snapshotEpoch);
  // One that is no date, or in the future, is told where its Releases are read.
  if (wanted === undefined || wanted >= own) return;
  throw new BuildError(
    'E_UPDATE_SNAPSHOT',
    `"${archiveKey(request)}" cannot be moved to an earlier date`,
    {
      got: `snapshot ${snapshot}`,
      expected: `${request.snapshot}, the snapshot of the app, or later`,
      fix: 'give a later date with --snapshot, or set the snapshot of the app back and run "synth lock"',
    },
  );
}
