/** A stretch of learning: instants in milliseconds, `from` before `to`. */
export type Interval = { from: number; to: number };

/** Minutes covered by the intervals together: what two of them share counts once. */
export function minutesCovered(intervals: readonly Interval[]): number {
  let covered = 0;
  let reached = -Infinity;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered / 60_000;
}
