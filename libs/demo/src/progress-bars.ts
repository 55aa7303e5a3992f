import { SingleBar } from 'cli-progress';

export type Bar = { to(done: number): void };

/** The steps of the demo as people see them: a bar for each on a terminal, a line for each elsewhere. */
export class ProgressBars {
  readonly #times: { step: string; seconds: number }[] = [];

  /** `say` prints where there is no terminal. */
  constructor(private readonly say: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {}

  async step<T>(title: string, total: number, work: (bar: Bar) => Promise<T>): Promise<T> {
    const from = performance.now();
    const bar = process.stdout.isTTY
      ? new SingleBar({ format: `${title.padEnd(34)} {bar} {value}/{total}`, hideCursor: true })
      : undefined;
    bar?.start(total, 0);
    try {
      const result = await work({ to: (done) => bar?.update(Math.min(done, total)) });
      bar?.update(total);
      return result;
    } finally {
      bar?.stop();
      const seconds = (performance.now() - from) / 1000;
      this.#times.push({ step: title, seconds });
      if (!bar) this.say(`${title.padEnd(34)} ${String(total).padStart(7)}  ${seconds.toFixed(1)} s`);
    }
  }

  get seconds(): number {
    return this.#times.reduce((sum, { seconds }) => sum + seconds, 0);
  }
}
