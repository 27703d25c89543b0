/** What became of a step: what it says, or why it failed. */
export type Result = { readonly says: string } | { readonly failure: string };

/** Why a result is a failure, or undefined. */
export const failureOf = (result: Result): string | undefined =>
  'failure' in result ? result.failure : undefined;
