import { readFile } from 'node:fs/promises';

// Pages of memory as Linux counts them in statm, on every machine that Node runs on but some of ARM.
const PAGE = 4_096;
const MB = 2 ** 20;

/** The resident sets of processes over a run: whether they go on growing. */
export class Memory {
  readonly #seen = new Map<string, { at: number; mb: number }[]>();

  constructor(private readonly pids: Readonly<Record<string, number>>) {}

  /** Looks once; `at`: how many requests were sent. A process that is gone is not seen. */
  async look(at: number): Promise<void> {
    await Promise.all(
      Object.entries(this.pids).map(async ([name, pid]) => {
        const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => undefined);
        if (statm === undefined) return;
        const mb = (Number(statm.split(' ')[1]) * PAGE) / MB;
        this.#seen.set(name, [...(this.#seen.get(name) ?? []), { at, mb }]);
      }),
    );
  }

  /** MB that each grew by a hundred thousand requests once it was warm: by the least of each stretch, which garbage does not raise. */
  slopes(warm: number): Record<string, number> {
    return Object.fromEntries(
      [...this.#seen].map(([name, all]) => [
        name,
        Math.round(slopeOf(leastOf(all.filter(({ at }) => at >= warm))) * 100_000),
      ]),
    );
  }

  now(): Record<string, number> {
    return Object.fromEntries([...this.#seen].map(([name, all]) => [name, Math.round(all.at(-1)!.mb)]));
  }
}

type Point = { at: number; mb: number };
const STRETCHES = 12;

function leastOf(points: readonly Point[]): Point[] {
  const size = Math.max(1, Math.ceil(points.length / STRETCHES));
  const stretches: Point[][] = [];
  for (let from = 0; from < points.length; from += size) stretches.push(points.slice(from, from + size));
  return stretches.map((some) => some.reduce((least, one) => (one.mb < least.mb ? one : least)));
}

/** The slope of the straight line that fits best. */
export function slopeOf(points: readonly Point[]): number {
  if (points.length < 2) return 0;
  const mean = (of: (point: Point) => number): number => points.reduce((sum, one) => sum + of(one), 0) / points.length;
  const [x, y] = [mean(({ at }) => at), mean(({ mb }) => mb)];
  const spread = points.reduce((sum, { at }) => sum + (at - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, { at, mb }) => sum + (at - x) * (mb - y), 0) / spread;
}
