import type { SourceLocation } from '../errors';
import type { FieldChange } from '../graph';

/** A field that two assemblies of an app have otherwise. */
export interface Change extends FieldChange {
  /** What the field is of: `exec`, `file`, `config`, `manifest`. */
  readonly of: string;
}

/** What two assemblies of an app have otherwise of one construct. */
export interface ConstructDifference {
  /** Path of the construct; empty for the app itself. */
  readonly constructPath: string;
  readonly source?: SourceLocation | undefined;
  /** Platforms whose definition or config differs; none where it is none of these. */
  readonly platforms: readonly string[];
  readonly changes: readonly Change[];
}

/** What makes two changes the same one, whatever the values are. */
export function changeKey({ field, of }: Change): string {
  return `${of} ${field}`;
}

/** One difference for each construct that has any, with each change once. */
export function mergeDifferences(
  differences: readonly ConstructDifference[],
): ConstructDifference[] {
  const merged = new Map<string, ConstructDifference>();
  for (const one of differences) {
    if (one.changes.length === 0) continue;
    const { changes, constructPath, platforms, source } = one;
    const known = merged.get(constructPath);
    merged.set(constructPath, {
      constructPath,
      source: known?.source ?? source,
      platforms: [...new Set([...(known?.platforms ?? []), ...platforms])].sort(),
      changes: distinct([...(known?.changes ?? []), ...changes]),
    });
  }
  return [...merged.values()];
}

function distinct(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}
