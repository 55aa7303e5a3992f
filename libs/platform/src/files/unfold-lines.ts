import { type Line, RecordReader, separatorOf } from './record-reader.js';

/**
 * Lines as they were before a spreadsheet put each of them whole into its first column, as it does where the separator is not that of its
 * country: such a file is told by its header, which is one cell of several names. A line that comes to more or fewer cells is broken.
 */
export async function* unfoldLines(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  let folded: { separator: string; width: number } | undefined;
  let isFirst = true;
  for await (const line of lines) {
    const [only = '', ...others] = line.cells;
    if (isFirst && others.length === 0 && !line.isBroken) {
      const separator = separatorOf(only);
      const width = cellsOf(only, separator)?.length ?? 1;
      if (width > 1) folded = { separator, width };
    }
    isFirst = false;
    const cells = folded && others.length === 0 ? cellsOf(only, folded.separator) : undefined;
    if (!folded) yield line;
    else if (cells?.length === folded.width) yield { line: line.line, cells };
    else yield { line: line.line, cells: cells ?? line.cells, isBroken: true };
  }
}

/** The cells of one line; undefined where its quotes do not end with it. */
function cellsOf(text: string, separator: string): string[] | undefined {
  const reader = new RecordReader();
  const read = [...reader.read(`sep=${separator}\n${text}`), ...reader.end()];
  return read.length === 1 && !read[0]!.isBroken ? read[0]!.cells : undefined;
}
