import { App, Construct, DebianBase, Image, type LoweredImage } from '../../../constructs';
import { constructTree, imagesOf } from '../../../constructs/app/construct-tree';
import { helloApp } from '../../support/hello-app';

class Empty extends Image {
  readonly sourceDateEpoch = 0;

  lower(): LoweredImage {
    return { layers: [], config: {} };
  }
}

const platforms = ['linux/amd64'];

describe('the tree of an app', () => {
  test('tells each construct with its class and the line that made it', () => {
    const { children, ...root } = constructTree(helloApp());

    expect(root).toEqual({ id: '', path: '', type: 'App' });
    expect(children.map(({ id, type }) => [id, type])).toEqual([
      ['build', 'BuildStage'],
      ['debian', 'DebianBase'],
      ['hello', 'RuntimeImage'],
      ['source', 'PinnedGitSource'],
    ]);
    for (const { source } of children) expect(source?.file).toBe('test/support/hello-app.ts');
  });

  test('sorts children by id at every depth, whatever came first', () => {
    const treeOf = (ids: readonly string[]) => {
      const app = new App();
      for (const id of ids) {
        const group = new Construct(app, id);
        for (const inner of ids) new Construct(group, inner);
      }
      return constructTree(app);
    };

    const tree = treeOf(['b', 'a', 'C', 'ä', 'a-b']);

    expect(tree).toEqual(treeOf(['ä', 'a-b', 'C', 'a', 'b']));
    expect(tree.children.map(({ id }) => id)).toEqual(['C', 'a', 'a-b', 'b', 'ä']);
    expect(tree.children[1]?.children.map(({ path }) => path)).toEqual([
      'a/C',
      'a/a',
      'a/a-b',
      'a/b',
      'a/ä',
    ]);
  });

  test('has no member for the line of a construct that knows none', () => {
    const app = new App();
    new Construct(app, 'plain');

    const [plain] = constructTree(app).children;

    expect(Object.keys(plain ?? {})).toEqual(['id', 'path', 'type', 'children']);
  });
});

describe('the images of an app', () => {
  test('are sorted by name, then by path, and are no other constructs', () => {
    const app = new App();
    new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
    const group = new Construct(app, 'z');
    new Empty(group, 'one', { platforms, name: 'b' });
    new Empty(app, 'two', { platforms, name: 'b' });
    new Empty(app, 'three', { platforms, name: 'c' });
    new Empty(app, 'a', { platforms });

    expect(imagesOf(app).map(({ node }) => node.path)).toEqual(['a', 'two', 'z/one', 'three']);
    expect(imagesOf(group).map(({ node }) => node.path)).toEqual(['z/one']);
    expect(imagesOf(new App())).toEqual([]);
  });
});
