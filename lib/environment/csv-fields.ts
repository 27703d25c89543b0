/**
 * Fields of one line of CSV: a field in double quotes may hold commas, and quotes written twice.
 *
 * @returns undefined where quotes are not balanced
 */
export function csvFields(line: string): string[] | undefined {
  const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  const length = fields.reduce((sum, [whole]) => sum + whole.length, 0);
  if (length !== line.length) return undefined;
  return fields.map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}
