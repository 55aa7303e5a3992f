import { fork, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@takwin/platform/errors';
import type { Done, Workspace, Task } from './typesetter.process.js';

const DATA = fileURLToPath(new URL('../../../data', import.meta.url));
// Latin, Arabic and Tifinagh: what names are written in here. Tifinagh has one weight.
const FONTS: [string, string[]][] = [
  [import.meta.resolve('@expo-google-fonts/amiri/package.json'), ['400Regular', '700Bold']],
  [import.meta.resolve('@expo-google-fonts/noto-sans/package.json'), ['400Regular', '700Bold']],
  [import.meta.resolve('@expo-google-fonts/noto-sans-tifinagh/package.json'), ['400Regular']],
];

const PLACE: Workspace = {
  workspace: DATA,
  template: fileURLToPath(new URL('../../../data/certificate.typ', import.meta.url)),
  fonts: FONTS.flatMap(([font, weights]) => weights.map((weight) => fileURLToPath(new URL(weight, font)))),
};

/** What was being set is lost with the process that set it: ask again. */
class PrinterFailed extends Refusal {
  constructor(detail: string) {
    super('PRINTER_FAILED', { status: 503, detail });
  }
}

type Waiting = { resolve: (done: Done) => void; reject: (error: Error) => void };

/** One process that sets documents, one after the other. It is lost when a document takes longer than `patience` ms. */
export class Press {
  readonly #waiting = new Map<number, Waiting>();
  readonly #child: ChildProcess;
  #timer: NodeJS.Timeout | undefined;
  #lost = false;
  /** Documents that it was given so far. */
  given = 0;

  constructor(private readonly patience: number) {
    const here = fileURLToPath(new URL(`./typesetter.process${extname(import.meta.url)}`, import.meta.url));
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
    this.#child = fork(here, { serialization: 'advanced', execArgv: [], env: {}, stdio: [...stdio] });
    this.#child.on('message', (done) => this.#take(done as Done));
    this.#child.on('error', ({ message }) => this.#fail(new PrinterFailed(message)));
    this.#child.on('exit', () => this.#fail(new PrinterFailed('the typesetter ended')));
    this.#child.send(PLACE);
    this.#rest();
  }

  get isLost(): boolean {
    return this.#lost;
  }

  get busy(): number {
    return this.#waiting.size;
  }

  set(task: Task): Promise<Done> {
    this.given++;
    this.#child.ref();
    this.#child.channel?.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(task.id, { resolve, reject });
      // Only the end of a document restarts the watch: one that hangs must not live on what comes in behind it.
      if (this.#waiting.size === 1) this.#watch();
      this.#child.send(task, (error) => error && this.#fail(new PrinterFailed(error.message)));
    });
  }

  /** Ends the process; what waits is refused with `reason`. */
  end(reason: Error): void {
    this.#fail(reason);
  }

  #take(done: Done): void {
    this.#waiting.get(done.id)?.resolve(done);
    this.#waiting.delete(done.id);
    clearTimeout(this.#timer);
    if (this.#waiting.size > 0) this.#watch();
    else this.#rest();
  }

  #watch(): void {
    this.#timer = setTimeout(() => this.#fail(new PrinterFailed('a certificate took too long')), this.patience);
  }

  // Without work it keeps no process of ours from ending.
  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  #fail(error: Error): void {
    this.#lost = true;
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#rest();
    this.#child.kill('SIGKILL');
  }
}
