import type { PlannedImage } from './build-plan';

/** Says of images with tests that no platform is built which a test is for. */
export function untestedNotes(images: readonly PlannedImage[]): string[] {
  return images.flatMap(({ manifest, name, platforms }) => {
    const tested = manifest.platforms.filter(({ tests = [] }) => tests.length > 0);
    const isBuilt = platforms.some(({ manifest: { tests = [] } }) => tests.length > 0);
    if (tested.length === 0 || isBuilt) return [];
    const where = tested.map(({ platform }) => platform).join(', ');
    return [`tests of "${name}" are not run: they are for ${where}, which is not built`];
  });
}
