import type { BuildError } from '../../../lib/errors';
import type { RuntimeImage } from '../runtime-image';
import { mayWrite, writableFolders } from './writable';

/** Accounts that no image could have, and folders that its user could not write. */
export function checkAccounts(image: RuntimeImage): BuildError[] {
  return [...checkTwice(image), ...checkFolders(image)];
}

function checkTwice(image: RuntimeImage): BuildError[] {
  const { accounts = [] } = image.props;
  return accounts.flatMap(({ id, name }, index) => {
    const before = accounts.slice(0, index);
    if (before.some((account) => account.name === name)) {
      return [
        image.error('E_ACCOUNT', `the account "${name}" is there twice`, {
          expected: 'one account of a name',
        }),
      ];
    }
    const other = before.find((account) => account.id === id);
    if (other === undefined) return [];
    return [
      image.error('E_ACCOUNT', `the accounts "${other.name}" and "${name}" have one number`, {
        got: `${id}`,
        expected: 'a number for each',
      }),
    ];
  });
}

function checkFolders(image: RuntimeImage): BuildError[] {
  const { waivers = {} } = image.props;
  return writableFolders(image.props).flatMap((folder) => {
    const { mode = 0, path } = folder;
    const octal = mode.toString(8).padStart(4, '0');
    if (!mayWrite(image.props, folder)) {
      return [
        image.error('E_ACCOUNT', `the user of the image could not write "${path}"`, {
          got: `owner ${folder.owner ?? 'as the user'}, mode ${mode === 0 ? '0750' : octal}`,
          expected: 'a folder of the user, or of its group with a mode such as 0o770',
        }),
      ];
    }
    const isOpen = (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
    if (!isOpen || waivers.worldWritable !== undefined) return [];
    return [
      image.error('E_RUNTIME_CONTRACT', `"${path}" is writable by everybody`, {
        got: octal,
        expected:
          'a folder of the user, one with a sticky bit (0o1777), or the waiver "worldWritable"',
      }),
    ];
  });
}
