import { copyFailure } from '../../lib/client/build/copy-failure';

describe('the words of a daemon for a copy that does not fit', () => {
  test.each([
    [
      'cannot copy to non-directory: /var/lib/docker/buildkit/containerd-overlayfs/cachemounts/buildkit2620704798/opt/app',
      'a folder is copied onto "/opt/app", which is a link or a file there',
    ],
    [
      'cannot copy to non-directory: /tmp/containerd-mount362/bin',
      'a folder is copied onto "/bin", which is a link or a file there',
    ],
    [
      'cannot copy to non-directory: /run/user/1000/snapshots/7/fs/opt/app',
      'a folder is copied onto "…/app", which is a link or a file there',
    ],
    [
      'failed to stat /var/lib/docker/tmp/buildkit-mount2072278666/bin/old/x: lstat /bin/old/x: not a directory',
      'a folder is copied onto "/bin/old", which is a link or a file there',
    ],
    [
      'cannot replace to directory /tmp/buildkit-mount1/buildkit2/x with file',
      'a file or a link is copied onto "/buildkit2/x", which is a folder there',
    ],
  ])('%s', (reason, says) => {
    expect(copyFailure(reason)).toEqual({ code: 'E_COPY_CONFLICT', reason: says });
  });

  test.each([
    'process "cp" did not complete successfully: exit code: 1',
    'a process said: cannot copy to non-directory: /x',
    'lstat /x: no such file or directory',
    '',
  ])('are not: %j', (reason) => {
    expect(copyFailure(reason)).toBeUndefined();
  });
});
