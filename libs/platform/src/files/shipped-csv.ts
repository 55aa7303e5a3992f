import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/**
 * Reads a CSV file that ships beside a library (`new URL('../../data/x.csv', import.meta.url)` works from src and from
 * dist). Returns the named columns of each row as found, defects included; drops a UTF-8 byte order mark.
 * Refuses a file that lacks one of the columns, or a row with more or fewer cells than the header.
 */
export function shippedCsv<const Column extends string>(
  file: URL,
  columns: readonly Column[],
): Record<Column, string>[] {
  const [header = [], ...rows] = parse(readFileSync(file), { bom: true }) as string[][];
  const places = columns.map((column) => {
    const place = header.indexOf(column);
    if (place < 0) throw new Error(`${file.pathname} has no column ${column}`);
    return [column, place] as const;
  });
  return rows.map(
    (cells) => Object.fromEntries(places.map(([column, place]) => [column, cells[place]!])) as Record<Column, string>,
  );
}
