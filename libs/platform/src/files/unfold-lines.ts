import { type Line, RecordReader, SEPARATORS, separatorOf } from './record-reader.js';

/**
 * Lines as they were before a spreadsheet put each of them whole into its first column, as it does where the separator is not that of its
 * country: such a file is told by its header, which is one cell of several names. A line that comes to fewer cells is at fault, and so is one
 * whose quotes are not paired. Saved again, only what holds quotes is still one cell: under a header of several, such a line is taken for as
 * many cells as that has.
 */
export async function* unfoldLines(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  let folded: { separator: string; width: number } | undefined;
  let columns: number | undefined;
  for await (const line of lines) {
    const [only = '', ...others] = line.cells;
    if (columns === undefined && others.length === 0 && !line.fault) {
      const separator = separatorOf(only);
      const width = cellsOf(only, separator)?.length ?? 1;
      if (width > 1) folded = { separator, width };
    }
    columns ??= line.cells.length;
    if (!folded) yield others.length === 0 && columns > 1 ? saved(line, only, columns) : line;
    else yield unfolded(line, others.length === 0 ? cellsOf(only, folded.separator) : undefined, folded.width);
  }
}

function unfolded({ line, cells: written }: Line, cells: string[] | undefined, width: number): Line {
  if (!cells) return { line, cells: written, fault: 'QUOTE_UNPAIRED' };
  return { line, cells, ...(cells.length < width && { fault: 'CELLS_MISSING' as const }) };
}

function saved(line: Line, only: string, columns: number): Line {
  if (line.fault === 'ROW_TOO_LONG') return line;
  const cells = SEPARATORS.map((separator) => cellsOf(only, separator)).find((found) => found?.length === columns);
  return cells ? { line: line.line, cells } : line;
}

/** The cells of one line; undefined where its quotes do not end with it. */
function cellsOf(text: string, separator: string): string[] | undefined {
  const reader = new RecordReader();
  const read = [...reader.read(`sep=${separator}\n${text}`), ...reader.end()];
  return read.length === 1 && !read[0]!.fault ? read[0]!.cells : undefined;
}
