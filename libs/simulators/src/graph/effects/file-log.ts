import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Effect } from './effect.js';
import type { EffectLog } from './effect-log.js';

const CHUNK = 1 << 20;
const STRIDE = 1_024;
const NEWLINE = 0x0a;

/** A log in a file, one JSON line per effect. Writes are synchronous: an answer is given after its effect is written. */
export class FileLog implements EffectLog {
  readonly #file: string;
  readonly #fd: number;
  #length = 0;
  #size = 0;
  #pending: string[] = [];
  /** Where every STRIDE-th line begins. */
  #marks: number[] = [];

  /**
   * Opens the log and hands each effect in it to `replay`. A last line that was cut short by a crash is dropped: nobody
   * was answered for it. Any other line that is no effect is an error that names it.
   */
  constructor(file: string, replay: (effect: Effect) => void) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#fd = openSync(file, 'a+', 0o600);
    for (const { text, end } of lines(this.#fd, 0)) {
      this.#mark();
      replay(this.#parse(text));
      this.#size = end;
    }
    ftruncateSync(this.#fd, this.#size);
  }

  get length(): number {
    return this.#length;
  }

  append(effect: Effect): void {
    this.#pending.push(`${JSON.stringify(effect)}\n`);
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    const written = this.#pending.map((line) => Buffer.from(line));
    this.#pending = [];
    const bytes = Buffer.concat(written);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at);
    for (const line of written) {
      this.#mark();
      this.#size += line.length;
    }
  }

  read(since: number, first: number): Effect[] {
    this.flush();
    const from = Math.floor(since / STRIDE);
    if (since >= this.#length || first <= 0) return [];
    const effects: Effect[] = [];
    let skip = since - from * STRIDE;
    for (const { text } of lines(this.#fd, this.#marks[from]!)) {
      if (skip > 0) skip -= 1;
      else if (effects.push(JSON.parse(text) as Effect) === first) break;
    }
    return effects;
  }

  clear(): void {
    this.#pending = [];
    ftruncateSync(this.#fd, 0);
    this.#length = 0;
    this.#size = 0;
    this.#marks = [];
  }

  close(): void {
    this.flush();
    closeSync(this.#fd);
  }

  #mark(): void {
    if (this.#length % STRIDE === 0) this.#marks.push(this.#size);
    this.#length += 1;
  }

  #parse(text: string): Effect {
    try {
      return JSON.parse(text) as Effect;
    } catch (cause) {
      throw new Error(`line ${this.#length} of ${this.#file} is no effect`, { cause });
    }
  }
}

/** Whole lines of a file from a byte on, with the byte that each ends before. */
function* lines(fd: number, from: number): Generator<{ text: string; end: number }> {
  let rest = Buffer.alloc(0);
  let at = from;
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (;;) {
    const read = readSync(fd, chunk, 0, CHUNK, at + rest.length);
    if (read === 0) return;
    const held = Buffer.concat([rest, chunk.subarray(0, read)]);
    let start = 0;
    for (let end = held.indexOf(NEWLINE); end !== -1; end = held.indexOf(NEWLINE, start)) {
      yield { text: held.toString('utf8', start, end), end: at + end + 1 };
      start = end + 1;
    }
    rest = held.subarray(start);
    at += start;
  }
}
