import { Refusal } from '@takwin/platform/errors';
import { Press } from './press.js';

/** More wait than one would wait for: come back later. */
export class PrinterIsBusy extends Refusal {
  constructor() {
    super('PRINTER_IS_BUSY', { status: 503 });
  }
}

/** A character that no font of ours has would be a blank on paper: PDF/A refuses it, and so do we. */
export class NotPrintable extends Refusal {
  constructor() {
    super('NOT_PRINTABLE', { status: 409 });
  }
}

type About = {
  /** Documents that may wait at once, 200 unless told. */
  most?: number;
  /** Milliseconds without work after which the process ends, 60,000 unless told: it holds some 250 MB. */
  idle?: number;
  /** Milliseconds for one document, 20,000 unless told. */
  patience?: number;
  /** Documents after which a process is replaced, 300 unless told: Typst's compiler keeps half a megabyte of each. */
  each?: number;
};

/** Sets documents as PDF/A-3a in a process of its own, which starts with the first one and is replaced as it grows. */
export class Typesetter {
  readonly #about: Required<About>;
  readonly #presses = new Set<Press>();
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(about: About = {}) {
    this.#about = { most: 200, idle: 60_000, patience: 20_000, each: 300, ...about };
  }

  /** The PDF of these inputs, dated; the same inputs give the same bytes. Refuses PRINTER_IS_BUSY, PRINTER_FAILED and NOT_PRINTABLE. */
  async set(inputs: Record<string, string>, date: Date): Promise<Uint8Array> {
    const waiting = [...this.#presses].reduce((sum, { busy }) => sum + busy, 0);
    if (waiting >= this.#about.most) throw new PrinterIsBusy();
    clearTimeout(this.#timer);
    const press = this.#press();
    try {
      const done = await press.set({ id: ++this.#count, inputs, date: Math.floor(date.getTime() / 1000) });
      if ('pdf' in done) return done.pdf;
      throw /glyph|font/i.test(done.fault) ? new NotPrintable() : new Error(`Typst: ${done.fault}`);
    } finally {
      this.#settle();
    }
  }

  /** Nest ends it with the app. */
  onModuleDestroy(): void {
    this.close();
  }

  /** Ends what works; what waits is refused. */
  close(): void {
    clearTimeout(this.#timer);
    for (const press of this.#presses) press.end(new PrinterIsBusy());
    this.#presses.clear();
  }

  #press(): Press {
    const fresh = [...this.#presses].find(({ given, isLost }) => !isLost && given < this.#about.each);
    if (fresh) return fresh;
    const press = new Press(this.#about.patience);
    this.#presses.add(press);
    return press;
  }

  // What is lost or worn is put away once nothing waits for it; the rest after a while without work.
  #settle(): void {
    const { each, idle } = this.#about;
    for (const press of this.#presses)
      if (press.isLost || (press.given >= each && press.busy === 0)) this.#putAway(press);
    clearTimeout(this.#timer);
    if ([...this.#presses].some(({ busy }) => busy > 0)) return;
    this.#timer = setTimeout(() => this.close(), idle);
    this.#timer.unref();
  }

  #putAway(press: Press): void {
    press.end(new PrinterIsBusy());
    this.#presses.delete(press);
  }
}
