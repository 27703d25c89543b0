import { resolve } from 'node:path';
import { isPartOfExample } from '../support/example-sources';
import { fencedBlocks } from '../support/fenced-blocks';

// The example itself is compiled, locked and built by test/integration/own-construct.test.ts.
const blocks = fencedBlocks(resolve(__dirname, '../../docs/extending.md')).filter(
  ({ language }) => language === 'ts',
);

describe('docs/extending.md', () => {
  test('shows the app and the constructs of the example', () => {
    const text = blocks.map((block) => block.text).join('\n');
    for (const part of ['class GreetingFile', 'const COMPONENT', 'new App()']) {
      expect(text).toContain(part);
    }
  });

  test.each(blocks.map(({ line, text }) => [line, text]))(
    'the snippet on line %i is part of the example',
    (_line, text) => {
      expect(isPartOfExample(text)).toBe(true);
    },
  );
});
