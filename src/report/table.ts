/** Columns padded to their widest cell; the last is never padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, column, row.length, widths))
      .join('  ')
      .trimEnd(),
  );
}

function pad(cell: string, column: number, columns: number, widths: readonly number[]): string {
  return column === columns - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - width(cell));
}

function width(cell: string): number {
  return [...cell].length;
}
