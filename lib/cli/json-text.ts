/** A value as the JSON that commands print. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
