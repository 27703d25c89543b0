/** Columns of the terminal that a stream writes to; undefined where it is none, or does not tell. */
export function terminalWidth(stream: {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}): number | undefined {
  const { isTTY, columns = 0 } = stream;
  return isTTY === true && columns > 0 ? columns : undefined;
}
