import { type Line, RecordReader, separatorOf } from './record-reader.js';

/**
 * Lines as they were before a spreadsheet put each of them whole into its first column, as it does where the separator is not that of its
 * country: such a file is told by its header, which is one cell of several names. A line that comes to fewer cells is at fault, and so is one
 * whose quotes are not paired.
 */
export async function* unfoldLines(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  let folded: { separator: string; width: number } | undefined;
  let isFirst = true;
  for await (const line of lines) {
    const [only = '', ...others] = line.cells;
    if (isFirst && others.length === 0 && !line.fault) {
      const separator = separatorOf(only);
      const width = cellsOf(only, separator)?.length ?? 1;
      if (width > 1) folded = { separator, width };
    }
    isFirst = false;
    if (!folded) yield line;
    else yield unfolded(line, others.length === 0 ? cellsOf(only, folded.separator) : undefined, folded.width);
  }
}

function unfolded({ line, cells: written }: Line, cells: string[] | undefined, width: number): Line {
  if (!cells) return { line, cells: written, fault: 'QUOTE_UNPAIRED' };
  return { line, cells, ...(cells.length < width && { fault: 'CELLS_MISSING' as const }) };
}

/** The cells of one line; undefined where its quotes do not end with it. */
function cellsOf(text: string, separator: string): string[] | undefined {
  const reader = new RecordReader();
  const read = [...reader.read(`sep=${separator}\n${text}`), ...reader.end()];
  return read.length === 1 && !read[0]!.fault ? read[0]!.cells : undefined;
}
