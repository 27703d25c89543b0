import type { ImageResult } from '../../build/solve/image-result';
import { renderTable } from '../terminal/table';
import { formatBytes, formatSeconds } from '../terminal/units';
import type { Outcome } from './outcome';

/** A result as `--json` has it; what the exporters answered is for the metadata file. */
export function resultRecord({ exporterResponse: _, ref: _ref, ...record }: ImageResult): object {
  return record;
}

/**
 * The results as a table: a line for each platform, and one for the index of several.
 *
 * @param width columns of the terminal @default - there is none
 */
export function renderReports(results: readonly ImageResult[], width?: number): string {
  return renderTable(
    [
      { title: 'IMAGE' },
      { title: 'PLATFORM' },
      { title: 'SIZE', align: 'right' },
      { title: 'PACKAGES', align: 'right' },
      { title: 'TIME', align: 'right' },
      // Last, so that a narrow terminal breaks nothing else.
      { title: 'DIGEST' },
    ],
    results.flatMap(({ image, digest, seconds: total, platforms }) => [
      ...platforms.map((one) => [
        image,
        one.platform,
        one.compressedSize === undefined ? '-' : formatBytes(one.compressedSize),
        String(one.packages),
        formatSeconds(one.seconds * 1000),
        one.digest ?? '-',
      ]),
      ...(platforms.length === 1 && platforms[0]?.digest === digest
        ? []
        : [[image, 'index', '', '', formatSeconds(total * 1000), digest ?? '-']]),
    ]),
    width,
  );
}

/** What came of tests as a table. @param width columns of the terminal @default - there is none */
export function renderTests(tests: Outcome['tests'], width?: number): string {
  return renderTable(
    [
      { title: 'IMAGE' },
      { title: 'PLATFORM' },
      { title: 'RESULT' },
      { title: 'TIME', align: 'right' },
      { title: 'TEST' },
    ],
    tests.map(({ cached, image, outcome, platform, seconds, test }) => [
      image,
      platform,
      cached ? `${outcome}, cached` : outcome,
      formatSeconds(seconds * 1000),
      test,
    ]),
    width,
  );
}
