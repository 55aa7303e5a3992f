import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Refusal } from '@takwin/platform/errors/refusal';
import type { Done, Place, Task } from './typesetter.worker.js';

const DATA = fileURLToPath(new URL('../../data', import.meta.url));
const fontFolder = (family: string, weight: string): string =>
  fileURLToPath(new URL(`./${weight}`, import.meta.resolve(`@expo-google-fonts/${family}/package.json`)));

const PLACE: Place = {
  workspace: DATA,
  template: fileURLToPath(new URL('../../data/certificate.typ', import.meta.url)),
  fonts: ['amiri', 'noto-sans'].flatMap((family) => ['400Regular', '700Bold'].map((one) => fontFolder(family, one))),
};

/** More wait than one would wait for: come back later. */
export class PrinterIsBusy extends Refusal {
  constructor() {
    super('PRINTER_IS_BUSY', { status: 503, detail: 'many certificates are being printed' });
  }
}

/** A character that no font of ours has would be a blank on paper: PDF/A refuses it, and so do we. */
export class NotPrintable extends Refusal {
  constructor() {
    super('NOT_PRINTABLE', { status: 409, detail: 'the certificate has characters that cannot be printed' });
  }
}

type Waiting = { resolve: (pdf: Uint8Array) => void; reject: (error: unknown) => void };
type About = {
  /** Documents that may wait at once, 200 unless told. */
  most?: number;
  /** Milliseconds without work after which the thread ends, 60,000 unless told: it holds some 200 MB. */
  idle?: number;
  /** Milliseconds for one document, 20,000 unless told. */
  patience?: number;
};

/** Sets documents as PDF/A-3a in a thread of its own, one after the other; the thread starts with the first one. */
export class Typesetter {
  readonly #waiting = new Map<number, Waiting>();
  readonly #about: Required<About>;
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(about: About = {}) {
    this.#about = { most: 200, idle: 60_000, patience: 20_000, ...about };
  }

  /** The PDF of these inputs, dated; the same inputs give the same bytes. Refuses PRINTER_IS_BUSY and NOT_PRINTABLE. */
  set(inputs: Record<string, string>, date: Date): Promise<Uint8Array> {
    if (this.#waiting.size >= this.#about.most) return Promise.reject(new PrinterIsBusy());
    const id = ++this.#count;
    const task: Task = { id, inputs, date: Math.floor(date.getTime() / 1000) };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#started().postMessage(task);
      // Only the end of a document restarts the watch: one that hangs must not live on what comes in behind it.
      if (this.#waiting.size === 1) this.#watch();
    });
  }

  /** Nest ends it with the app. */
  onModuleDestroy(): Promise<void> {
    return this.close();
  }

  /** Ends the thread; what waits is refused. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#failAll(new PrinterIsBusy());
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const here = new URL(`./typesetter.worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(here, { workerData: PLACE, execArgv: [] });
    worker.on('message', (done: Done) => this.#done(done));
    worker.on('error', (error) => this.#lost(worker, error));
    worker.on('exit', () => this.#lost(worker, new Error('the typesetter ended')));
    // A process that has nothing else to do may end.
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #done(done: Done): void {
    const waiting = this.#waiting.get(done.id);
    this.#waiting.delete(done.id);
    if ('pdf' in done) waiting?.resolve(done.pdf);
    else waiting?.reject(/glyph|font/i.test(done.fault) ? new NotPrintable() : new Error(`Typst: ${done.fault}`));
    this.#watch();
  }

  #lost(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll(error);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  // While there is work, one document has so long; without, the thread does.
  #watch(): void {
    clearTimeout(this.#timer);
    const { patience, idle } = this.#about;
    const isBusy = this.#waiting.size > 0;
    this.#timer = setTimeout(() => void this.#end(isBusy), isBusy ? patience : idle);
    if (!isBusy) {
      this.#timer.unref();
      this.#worker?.unref();
    } else this.#worker?.ref();
  }

  async #end(wasBusy: boolean): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (wasBusy) this.#failAll(new Error('a certificate took too long to print'));
    await worker?.terminate();
  }
}
