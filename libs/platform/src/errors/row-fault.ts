/** What is wrong with a cell of a row, or with the row itself where no column is to blame; `reason` is a phrase of the catalogue. */
export type RowFault = { code: string; column: string | null; reason: string };

/** All that is wrong with a row: the first fault by itself, `also` those of other columns. */
export type RowFaults = RowFault & { also?: readonly RowFault[] };

/** All that is wrong with a row in the order in which it was found, of each column the first; undefined where nothing is. */
export function faultsOf(found: readonly RowFault[]): RowFaults | undefined {
  const byColumn = Map.groupBy(found, ({ column }) => column);
  const [first, ...also] = [...byColumn.values()].map(([fault]) => fault!);
  return first && (also.length > 0 ? { ...first, also } : first);
}
